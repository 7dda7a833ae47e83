package vpceguard.aws;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.organizations.OrganizationsClient;
import software.amazon.awssdk.services.organizations.model.AwsOrganizationsNotInUseException;
import vpceguard.flow.Organization;
import vpceguard.json.Quoted;
import vpceguard.perimeter.Membership;

/// Which organization this account is in, by DescribeOrganization, which every member account may call.
public final class AwsOrganization implements Organization {
    private final OrganizationsClient organizations;

    public AwsOrganization(OrganizationsClient organizations) {
        this.organizations = organizations;
    }

    /// A failed question is an answer of its own here, because it has a decided consequence: nothing is written.
    @Override
    public Membership membership() {
        try {
            return new Membership.Member(
                    organizations.describeOrganization().organization().id());
        } catch (AwsOrganizationsNotInUseException _) {
            return new Membership.InNone();
        } catch (SdkException e) {
            return new Membership.Unanswered(Quoted.of(String.valueOf(e.getMessage())));
        }
    }
}
