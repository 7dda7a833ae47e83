package vpceguard.cli;

import java.util.function.BiFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vpceguard.aws.AwsAccount;
import vpceguard.cli.Input.Refused;
import vpceguard.cli.doctor.DeployedStack;
import vpceguard.cli.doctor.DeployedStack.Found;

/// The options that say which deployed stack is asked about, and with whose credentials.
final class StackQuestion {
    @Option(
            names = "--stack",
            paramLabel = "NAME",
            description = "the stack's name in CloudFormation, vpce-guard if none is said")
    private String name = "vpce-guard";

    @Mixin
    private Access access = new Access();

    /// What a question about the stack gives, or why it cannot be asked.
    <T> Input<T> ask(BiFunction<DeployedStack, AwsAccount, Input<T>> question) {
        return access.ask((account, region) -> {
            var identity = account.identity(region);
            return switch (DeployedStack.of(
                    name, identity.account(), identity.partition(), region, account.questions(region)::ask)) {
                case Found.None(var reason) -> new Refused<>(reason);
                case Found.Stack(var deployed) -> question.apply(deployed, account);
            };
        });
    }
}
