package vpceguard.cli;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.regions.Region;
import vpceguard.aws.AwsAccount;
import vpceguard.cli.Input.Refused;
import vpceguard.json.Quoted;

/// The options that say with whose credentials and in which Region AWS is asked.
final class Access {
    static final Pattern REGION = Pattern.compile("[a-z]{2,}(?:-[a-z]+)+-[0-9]+");

    @Mixin
    private Profile profile = new Profile();

    @Option(names = "--region", paramLabel = "REGION", description = "Region that is asked")
    private Optional<String> region = Optional.empty();

    /// What is wrong with a Region, if something is.
    static Optional<String> fault(String region) {
        return REGION.matcher(region).matches()
                ? Optional.empty()
                : Optional.of("--region is " + Quoted.of(region) + ", expected one such as eu-west-1");
    }

    /// Says that no such Region is known here: it is newer than this version, or a mistake.
    static void remarkUnknown(String region, Terminal terminal) {
        if (Region.regions().stream().noneMatch(known -> known.id().equals(region))) {
            terminal.remark("vpce-guard: no Region of AWS is known as " + Quoted.of(region)
                    + " to this version; if it is no newer one, the answer is about resources that are not there");
        }
    }

    /// What a question to AWS gives, or why it cannot be asked.
    <T> Input<T> ask(BiFunction<AwsAccount, String, Input<T>> question) {
        return profile.ask(
                region,
                (account, where) ->
                        fault(where).<Input<T>>map(Refused::new).orElseGet(() -> question.apply(account, where)));
    }
}
