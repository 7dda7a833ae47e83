package vpceguard.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;
import vpceguard.json.Parsed.Ok;
import vpceguard.model.Attachments;

/// The members of a `ModifyVpcEndpointRequest` by their EC2 names, in whichever of its spellings CloudTrail wrote them.
record ModifyRequest(JsonPointer at, Map<String, Value> members) {
    private static final Set<String> NO_OTHERS = Set.of(
            "VpcEndpointId",
            "DryRun",
            "PolicyDocument",
            "ResetPolicy",
            "AddSecurityGroupId",
            "AddSubnetId",
            "AddRouteTableId",
            "RemoveSecurityGroupId",
            "RemoveSubnetId",
            "RemoveRouteTableId");

    static Parsed<ModifyRequest> of(Value request) {
        var members = new LinkedHashMap<String, Value>();
        if (request.json() instanceof Json.Obj(var children)) {
            for (var spelling : children.keySet()) {
                var value = request.get(spelling);
                if (!value.isAbsent() && members.put(nameOf(spelling), value) != null) {
                    return new Malformed<>(value.at(), "member stands twice, in two spellings");
                }
            }
        }
        return new Ok<>(new ModifyRequest(request.at(), members));
    }

    /// `AddSubnetId` for `addSubnetId`, `addSubnetIds` and `addSubnetIdSet`.
    private static String nameOf(String spelling) {
        var singular = spelling.endsWith("IdSet")
                ? spelling.substring(0, spelling.length() - "Set".length())
                : spelling.endsWith("Ids") ? spelling.substring(0, spelling.length() - "s".length()) : spelling;
        return singular.isEmpty() ? singular : Character.toUpperCase(singular.charAt(0)) + singular.substring(1);
    }

    Value endpoint() {
        return member("VpcEndpointId");
    }

    /// The settings that the request sets, or the first of them that could not be understood.
    Parsed<Touched.Members> touched() {
        var refused = new ArrayList<Malformed<?>>();
        var others = new LinkedHashSet<>(members.keySet());
        others.removeAll(NO_OTHERS);
        var touched = new Touched.Members(
                policy(refused),
                kept(member("ResetPolicy").truth(), false, refused),
                attachments("Add", refused),
                attachments("Remove", refused),
                others);
        return refused.isEmpty() ? new Ok<>(touched) : refused.getFirst().as();
    }

    private Optional<String> policy(List<Malformed<?>> refused) {
        var document = member("PolicyDocument");
        var text = document.scalar();
        if (text.isEmpty() && !document.isAbsent()) {
            refused.add(document.refused("a policy document in a string"));
        }
        return text;
    }

    private Attachments attachments(String verb, List<Malformed<?>> refused) {
        return new Attachments(
                ids(verb + "SecurityGroupId", refused),
                ids(verb + "SubnetId", refused),
                ids(verb + "RouteTableId", refused));
    }

    private Set<String> ids(String name, List<Malformed<?>> refused) {
        return kept(member(name).texts(), Set.of(), refused);
    }

    private static <T> T kept(Parsed<T> parsed, T otherwise, List<Malformed<?>> refused) {
        return switch (parsed) {
            case Ok<T>(var value) -> value;
            case Malformed<T> malformed -> {
                refused.add(malformed);
                yield otherwise;
            }
        };
    }

    private Value member(String name) {
        return members.getOrDefault(name, new Value(at.child(name), new Json.Null()));
    }
}
