package vpceguard.cli;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.BiFunction;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;
import vpceguard.aws.AwsAccount;
import vpceguard.cli.Input.Refused;

/// With whose credentials AWS is asked.
final class Profile {
    @Option(names = "--profile", paramLabel = "NAME", description = "profile of AWS's configuration files")
    private Optional<String> name = Optional.empty();

    /// What a question to AWS gives, or why it cannot be asked.
    ///
    /// @param region the one that is asked; if empty that of environment or profile
    <T> Input<T> ask(Optional<String> region, BiFunction<AwsAccount, String, Input<T>> question) {
        var account = new AwsAccount(name);
        var where = region.or(account::usualRegion);
        if (where.isEmpty()) {
            return new Refused<>("no Region is known, expected --region, AWS_REGION or a profile with one");
        }
        try {
            return question.apply(account, where.get());
        } catch (SdkException | UncheckedIOException e) {
            return new Refused<>(NoAnswer.of(e));
        }
    }
}
