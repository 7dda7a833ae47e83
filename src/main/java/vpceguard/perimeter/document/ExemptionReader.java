package vpceguard.perimeter.document;

import java.util.HashSet;
import vpceguard.perimeter.Exemption;
import vpceguard.perimeter.KnownControls;

/// `{"match": {"account"?, "vpc"?, "service"?, "endpoint"?}, "controls": […], "reason", "owner", "until"}`
record ExemptionReader(KnownControls known) {
    Exemption read(Node node) {
        var members = node.members("match", "controls", "reason", "owner", "until");
        return new Exemption(
                members.required("match", ExemptionReader::match),
                members.required(
                        "controls",
                        controls -> new HashSet<>(controls.some(control -> LevelsReader.control(control, known)))),
                members.required("reason", Form.WORDS),
                members.required("owner", Form.WORDS),
                members.required("until", Dates::read));
    }

    private static Exemption.Match match(Node node) {
        var members = node.members("account", "vpc", "service", "endpoint");
        if (members.object().members().isEmpty()) {
            throw node.refused("every endpoint would be exempt; expected account, vpc, service or endpoint");
        }
        return new Exemption.Match(
                members.optional("account", Form.ACCOUNT),
                members.optional("vpc", Form.VPC),
                members.optional("service", Form.SERVICE),
                members.optional("endpoint", Form.ENDPOINT));
    }
}
