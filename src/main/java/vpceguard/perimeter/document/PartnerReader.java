package vpceguard.perimeter.document;

import java.util.List;
import java.util.Map;
import vpceguard.perimeter.Clause;
import vpceguard.perimeter.Partner;

/// `{"account", "trust": "identities"|"resources", "services"?, "actions"?, "reason", "owner", "until"?}`
final class PartnerReader {
    private static final Map<String, Clause> TRUST =
            Words.of("identities", Clause.IDENTITIES, "resources", Clause.RESOURCES);

    private PartnerReader() {}

    static Partner read(Node node) {
        var members = node.members("account", "trust", "services", "actions", "reason", "owner", "until");
        return new Partner(
                members.required("account", Form.ACCOUNT),
                members.required("trust", trust -> trust.word("direction of trust", TRUST)),
                members.someOrNone("services", Form.SERVICE),
                members.or("actions", List.of(), actions -> actions.some(action -> action.text(Form.ACTION))),
                members.required("reason", Form.WORDS),
                members.required("owner", Form.WORDS),
                members.optional("until", Dates::read));
    }
}
