package vpceguard.cli;

import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import vpceguard.aws.AwsAccount;
import vpceguard.cli.Input.Read;
import vpceguard.cli.doctor.DeployedStack;
import vpceguard.cli.redrive.Redriving;
import vpceguard.cli.redrive.Redriving.Counts;

/// Bring back what failed.
@Command(
        name = "redrive",
        header = "Brings failed and undelivered events back to the functions of a deployed stack.",
        customSynopsis = {"vpce-guard redrive [--stack=NAME] [--region=REGION] [--profile=NAME]"},
        footer = {
            "",
            "For an alarm about a stack's queues, once the reason of the failures is mended.",
            "Both kinds of messages are understood: an event as EventBridge sends it, and the",
            "envelope in which Lambda keeps what a function failed at; follow-ups go back to",
            "their queue. A message is taken out only when its event was accepted; what is not",
            "understood stays. An event that was dealt with meanwhile is a duplicate, and an",
            "endpoint is judged as it is now, so it is safe to bring back old ones.",
            "",
            "Your credentials need lambda:InvokeFunction on the functions, sqs:ReceiveMessage,",
            "DeleteMessage and SendMessage on the queues, cloudformation:DescribeStacks and",
            "DescribeStackResources. Under the guard's own service control policy only the role",
            "in the place of DEPLOYER-ROLE has them.",
            "",
            "Example:",
            "  vpce-guard redrive --stack=vpce-guard --region=eu-west-1"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the queues are empty",
            "1:messages that are not understood are left",
            "2:wrong usage, no such stack, or AWS cannot be asked",
            "70:internal error"
        })
final class RedriveEvents implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private StackQuestion stack = new StackQuestion();

    RedriveEvents(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return terminal.answer(stack.ask(this::redrive), counts -> {
            terminal.say(counts.brought() + " brought back, " + counts.left() + " left");
            return counts.left() == 0 ? 0 : 1;
        });
    }

    private Input<Counts> redrive(DeployedStack deployed, AwsAccount account) {
        UnaryOperator<String> name = logicalId -> deployed.resources().getOrDefault(logicalId, logicalId);
        return new Read<>(new Redriving(account.mailbox(deployed.region()), name, terminal::say).all());
    }
}
