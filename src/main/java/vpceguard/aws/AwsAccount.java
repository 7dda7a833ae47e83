package vpceguard.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import vpceguard.flow.Endpoints;
import vpceguard.flow.Intervention;
import vpceguard.flow.Networks;
import vpceguard.flow.PerimeterText;
import vpceguard.flow.RecordedCalls;
import vpceguard.flow.ServiceDetails;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.json.Quoted;
import vpceguard.perimeter.Membership;

/// An account as a person's credentials see it, those of a profile or of the environment. It only reads:
/// what is written is written by the stack's own functions, but for failed messages that go back into its
/// queues.
public final class AwsAccount {
    /// Begins the message of an exception; the name of a profile follows that gives no keys.
    public static final String NONE_IN_PROFILE = "no credentials are found in profile ";

    private static final Pattern ACCOUNT = Pattern.compile("<Account>([0-9]{12})</Account>");
    private static final Pattern PARTITION = Pattern.compile("<Arn>arn:([a-z-]+):");
    private static final int LONGEST = 1 << 16;
    private static final int MOST_PAGES = 5000;
    private static final Duration LONGEST_READING = Duration.ofMinutes(30);

    private final Optional<String> profile;
    private final Clients clients;

    public AwsAccount(Optional<String> profile) {
        this.profile = profile;
        this.clients = Clients.with(profile.map(AwsAccount::alone)
                .orElseGet(() -> DefaultCredentialsProvider.builder().build()));
    }

    /// A profile's own, and nobody else's: in the SDK's usual order keys of the environment come before it.
    private static AwsCredentialsProvider alone(String profile) {
        var own = ProfileCredentialsProvider.create(profile);
        return () -> {
            try {
                return own.resolveCredentials();
            } catch (SdkClientException | IllegalStateException | IllegalArgumentException e) {
                throw SdkClientException.create(NONE_IN_PROFILE + Quoted.of(profile), e);
            }
        };
    }

    /// Whose credentials these are.
    ///
    /// @param account twelve digits
    public record Identity(String account, String partition) {}

    /// What is read in one Region.
    ///
    /// @param vpcNames tags `Name` of the VPCs, by id, which need a right of their own
    public record Regional(
            Endpoints endpoints, ServiceDetails services, Networks networks, Supplier<Map<String, String>> vpcNames) {}

    /// The Region that environment or profile names.
    public Optional<String> usualRegion() {
        try {
            var chain = DefaultAwsRegionProviderChain.builder();
            profile.ifPresent(chain::profileName);
            return Optional.of(chain.build().getRegion().id());
        } catch (SdkClientException _) {
            return Optional.empty();
        }
    }

    /// GetCallerIdentity, which needs no right.
    public Identity identity(String region) {
        var calls = clients.calls(region);
        try {
            var answer = calls.send(calls.form("sts").build(), CallerProof.QUESTION, "sts", LONGEST);
            var account = ACCOUNT.matcher(answer.text());
            var partition = PARTITION.matcher(answer.text());
            if (answer.status() != 200 || !account.find() || !partition.find()) {
                throw answer.refusal("STS", "GetCallerIdentity");
            }
            return new Identity(account.group(1), partition.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Membership membership(String region) {
        return new AwsOrganization(clients.calls(region)).membership();
    }

    /// The Regions that are enabled for the account.
    public List<String> regions(String region) {
        return ec2(region).describeRegions().regions().stream()
                .map(enabled -> enabled.regionName())
                .sorted()
                .toList();
    }

    public Regional in(String region) {
        var ec2 = ec2(region);
        return new Regional(
                new Ec2Endpoints(ec2, Patience.USUAL),
                new Ec2ServiceDetails(ec2, region, Clock.systemUTC()),
                new Ec2Networks(ec2),
                () -> vpcNames(ec2));
    }

    /// Clients with its credentials.
    public Clients clients() {
        return clients;
    }

    /// Single questions in a Region.
    public ReadCalls questions(String region) {
        return new ReadCalls(clients.calls(region));
    }

    /// Recorded calls in a log group that a trail writes to.
    public RecordedCalls calls(String group, String region) {
        var logs = clients.of(CloudWatchLogsClient.builder().region(Region.of(region)));
        return new LogGroupCalls(logs, group, MOST_PAGES, LONGEST_READING, Clock.systemUTC());
    }

    /// Files in a bucket.
    public S3Files files(String bucket, String region) {
        return new S3Files(clients.calls(region), bucket);
    }

    /// The queues and functions of a stack.
    public AwsMailbox mailbox(String region) {
        return new AwsMailbox(clients.calls(region));
    }

    /// Asks a stack's function to do something, with a proof of whose credentials these are; what it answers.
    public String intervene(String function, Intervention asked, String region) {
        var calls = clients.calls(region);
        var proof = Json.object();
        new CallerProof(calls).of(asked.purpose()).forEach(proof::put);
        try {
            var event = JsonWriter.compact(asked.json().with("proof", proof.build()));
            var answer = calls.invoke(function, "RequestResponse", event, LONGEST);
            if (answer.status() != 200
                    || answer.header().apply("X-Amz-Function-Error").isPresent()) {
                throw answer.refusal("Lambda", "Invoke");
            }
            return answer.text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A perimeter document.
    public PerimeterText document(DocumentPlace place, String region) {
        return place.text(clients.calls(region));
    }

    private Ec2Client ec2(String region) {
        return clients.of(Ec2Client.builder().region(Region.of(region)));
    }

    private static Map<String, String> vpcNames(Ec2Client ec2) {
        var names = new HashMap<String, String>();
        ec2.describeVpcsPaginator(request -> request.maxResults(1000))
                .vpcs()
                .forEach(vpc -> vpc.tags().stream()
                        .filter(tag -> tag.key().equals("Name") && !tag.value().isBlank())
                        .forEach(tag -> names.put(vpc.vpcId(), tag.value())));
        return names;
    }
}
