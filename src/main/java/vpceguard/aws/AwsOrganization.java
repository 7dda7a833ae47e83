package vpceguard.aws;

import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkException;
import vpceguard.flow.Organization;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;
import vpceguard.perimeter.Membership;

/// Asks which organization this account is in, by DescribeOrganization, which every member account may call.
/// A client of the SDK would be in the package for this call alone.
public final class AwsOrganization implements Organization {
    private static final int LONGEST_ANSWER = 16 * 1024;

    private final SignedCalls calls;

    public AwsOrganization(SignedCalls calls) {
        this.calls = calls;
    }

    /// A failed question is an answer of its own here, because it has a decided consequence: nothing is written.
    @Override
    public Membership membership() {
        try {
            var answer = calls.json(
                    JsonService.ORGANIZATIONS,
                    "DescribeOrganization",
                    Json.object().build(),
                    LONGEST_ANSWER);
            return answer.status() == 200 ? member(answer.text()) : refused(answer);
        } catch (IOException | SdkException e) {
            return new Membership.Unanswered(Quoted.of(String.valueOf(e.getMessage())));
        }
    }

    private static Membership member(String text) {
        return JsonReader.read(text) instanceof Parsed.Ok<Json>(var json)
                ? json.textAt("Organization", "Id")
                        .<Membership>map(Membership.Member::new)
                        .orElseGet(() -> new Membership.Unanswered("an answer without an organization's id"))
                : new Membership.Unanswered("an answer that is no JSON");
    }

    private static Membership refused(SignedCalls.Answer answer) {
        return answer.text().contains("AWSOrganizationsNotInUseException")
                ? new Membership.InNone()
                : new Membership.Unanswered(answer.sentence("Organizations"));
    }
}
