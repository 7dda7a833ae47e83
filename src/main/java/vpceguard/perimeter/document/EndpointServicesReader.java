package vpceguard.perimeter.document;

import vpceguard.perimeter.EndpointServices;
import vpceguard.perimeter.EndpointServices.Approved;

/// `{"ownersApproved"?: […], "approved"?: [{"name", "owner"?, "accounts"?, "reason", "until"?}]}`
final class EndpointServicesReader {
    private EndpointServicesReader() {}

    static EndpointServices read(Node node) {
        var members = node.members("ownersApproved", "approved");
        return new EndpointServices(
                members.some("ownersApproved", Form.SERVICE_OWNERS).orElse(EndpointServices.USUAL_OWNERS),
                members.list("approved", EndpointServicesReader::approved));
    }

    private static Approved approved(Node node) {
        var members = node.members("name", "owner", "accounts", "reason", "until");
        return new Approved(
                members.required("name", Form.SERVICE_NAME),
                members.optional("owner", Form.SERVICE_OWNER),
                members.someOrNone("accounts", Form.ACCOUNT),
                members.required("reason", Form.WORDS),
                members.optional("until", Dates::read));
    }
}
