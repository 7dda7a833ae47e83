package vpceguard.cli;

import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;
import vpceguard.aws.AwsAccount;
import vpceguard.cli.Input.Refused;
import vpceguard.json.Quoted;

/// With whose credentials and in which Region AWS is asked.
final class Access {
    static final Pattern REGION = Pattern.compile("[a-z]{2,}(?:-[a-z]+)+-[0-9]+");

    @Option(names = "--profile", paramLabel = "NAME", description = "profile of AWS's configuration files")
    private Optional<String> profile = Optional.empty();

    @Option(names = "--region", paramLabel = "REGION", description = "Region that is asked")
    private Optional<String> region = Optional.empty();

    /// What is wrong with a Region, if something is.
    static Optional<String> fault(String region) {
        return REGION.matcher(region).matches()
                ? Optional.empty()
                : Optional.of("--region is " + Quoted.of(region) + ", expected one such as eu-west-1");
    }

    /// What a question to AWS gives, or why it cannot be asked.
    <T> Input<T> ask(BiFunction<AwsAccount, String, Input<T>> question) {
        var account = new AwsAccount(profile);
        var where = region.or(account::usualRegion);
        if (where.isEmpty()) {
            return new Refused<>("no Region is known, expected --region, AWS_REGION or a profile with one");
        }
        var odd = fault(where.get());
        if (odd.isPresent()) {
            return new Refused<>(odd.get());
        }
        try {
            return question.apply(account, where.get());
        } catch (SdkException | UncheckedIOException e) {
            return new Refused<>(Refusal.of(e));
        }
    }
}
