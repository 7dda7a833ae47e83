package vpceguard.model;

import java.util.Optional;
import java.util.regex.Pattern;

/// The name of an endpoint service, such as `com.amazonaws.eu-west-1.s3` or
/// `com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0`.
public record ServiceName(String value) {
    private static final Pattern ENDPOINT_SERVICE = Pattern.compile("(.+\\.)?vpce-svc-[0-9a-f]+");
    private static final Pattern AWS_SERVICE = Pattern.compile("(?:(?:cn\\.)?com\\.amazonaws|eu\\.amazonaws|aws\\.api"
            + "|api\\.aws|aws\\.sagemaker|gov\\.ic\\.c2s|gov\\.sgov\\.sc2s|gov\\.ic\\.hci\\.csp|uk\\.adc-e\\.cloud)"
            + "\\.(?:global\\.|([a-z]+(?:-[a-z]+)+-[0-9]+)\\.)?(.+?)(?:\\.c-[0-9]{4})?(?:\\.cn)?");
    private static final Pattern ARN = Pattern.compile("arn:[^:]+:[^:]+:[^:]*:([0-9]{12}):.+");
    private static final Pattern FIPS = Pattern.compile("-fips(?=\\.|$)");

    /// An AWS service by its short name, as it is named in most Regions.
    public static ServiceName of(String service, String region) {
        return new ServiceName("com.amazonaws." + region + "." + service);
    }

    /// Whether this is an endpoint service of an account (one's own, another's, a Marketplace partner's or one that an
    /// AWS service created), not an AWS service by its public name.
    public boolean isEndpointService() {
        return ENDPOINT_SERVICE.matcher(value).matches();
    }

    /// The account in the ARN that stands here for endpoints that lead to a resource or a service network.
    public Optional<String> arnAccount() {
        var arn = ARN.matcher(value);
        return arn.matches() ? Optional.of(arn.group(1)) : Optional.empty();
    }

    /// The AWS service without prefix, Region, `-fips` and the number of a cell: `kms` for
    /// `com.amazonaws.eu-west-1.kms-fips`; the whole name for an endpoint service and for forms that are not known.
    public String shortName() {
        var aws = AWS_SERVICE.matcher(value);
        return !isEndpointService() && aws.matches()
                ? FIPS.matcher(aws.group(2)).replaceFirst("")
                : value;
    }

    /// The short name that somebody meant who wrote a full one, or one with Region or `-fips`; else what is written.
    public static String inShort(String written) {
        var name = new ServiceName(written);
        return name.isEndpointService() || !name.shortName().equals(written)
                ? name.shortName()
                : new ServiceName("com.amazonaws." + written).shortName();
    }

    /// The Region in the name; empty if there is none in it.
    public Optional<String> region() {
        var aws = AWS_SERVICE.matcher(value);
        return !isEndpointService() && aws.matches() ? Optional.ofNullable(aws.group(1)) : Optional.empty();
    }

    /// The partition of the Region in the name, `aws` if there is none.
    public String partition() {
        return Partition.of(region().orElse(""));
    }

    @Override
    public String toString() {
        return value;
    }
}
