package vpceguard.control;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import vpceguard.event.Touched;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.json.Stored;
import vpceguard.model.Attachments;
import vpceguard.model.NetworkFacts;
import vpceguard.model.NetworkJson;
import vpceguard.model.NetworkSettings;
import vpceguard.model.SecurityGroup;
import vpceguard.model.SecurityGroup.Inbound;
import vpceguard.model.SecurityGroup.Source;
import vpceguard.model.Vpc;

/// What a case says of the network around its endpoint, and of what a call did to it.
record CaseNetwork(Stored json) {
    private static final Json.Obj NO_ATTACHMENTS = NetworkJson.write(new NetworkSettings(Attachments.NONE));

    /// Empty where the case says nothing of groups: they were not read.
    Optional<NetworkFacts> facts() {
        return json.object()
                .get("groups")
                .map(_ -> NetworkFacts.of(
                        json.object()
                                        .get("vpc")
                                        .filter(Json.Null.class::isInstance)
                                        .isPresent()
                                ? List.of()
                                : List.of(vpc()),
                        list(json, "groups", CaseNetwork::group)));
    }

    Vpc vpc() {
        var vpc = json.optionalChild("vpc").orElse(new Stored(Json.object().build()));
        return new Vpc(
                "vpc-0123456789abcdef0",
                vpc.optionalText("owner").orElse(Case.ACCOUNT),
                vpc.object().get("cidrBlocks").isPresent() ? vpc.textSet("cidrBlocks") : Set.of("10.0.0.0/16"));
    }

    private static SecurityGroup group(Stored group) {
        return new SecurityGroup(
                group.text("id"),
                group.optionalText("name").orElse("endpoints"),
                list(
                        group,
                        "inbound",
                        rule -> new Inbound(rule.optionalText("protocol").orElse("tcp"), source(rule))));
    }

    private static Source source(Stored rule) {
        return rule.optionalText("cidr")
                .<Source>map(Source.Range::new)
                .or(() -> rule.optionalText("group").map(Source.Group::new))
                .orElseGet(() -> new Source.PrefixList(
                        rule.text("prefixList"), rule.object().get("cidrs").map(_ -> rule.textSet("cidrs"))));
    }

    Optional<NetworkSettings> baseline() {
        return json.optionalChild("baseline").map(CaseNetwork::settings);
    }

    /// What the call touched beside a policy.
    Touched touched(Optional<String> policy, boolean reset) {
        var removed = json.optionalChild("removed")
                .map(CaseNetwork::settings)
                .map(NetworkSettings::attachments)
                .orElse(Attachments.NONE);
        return json.object().get("everything").isPresent()
                ? new Touched.Everything()
                : new Touched.Members(
                        policy,
                        reset,
                        Attachments.NONE,
                        removed,
                        json.object().get("set").isPresent() ? json.textSet("set") : Set.of());
    }

    private static NetworkSettings settings(Stored given) {
        var all = Json.object();
        NO_ATTACHMENTS.members().forEach(all::put);
        given.object().members().forEach(all::put);
        return NetworkJson.read(new Stored(all.build()));
    }

    private static <T> List<T> list(Stored from, String name, Function<Stored, T> item) {
        return from.object().get(name).isEmpty()
                ? List.of()
                : from.list(name, one -> item.apply(Stored.of(JsonWriter.compact(one))));
    }
}
