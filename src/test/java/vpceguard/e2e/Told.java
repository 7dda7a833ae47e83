package vpceguard.e2e;

import java.util.stream.Stream;
import vpceguard.json.Json;

/// One finding as a notice tells it.
///
/// @param subject the id of the endpoint or VPC
/// @param result the notice's
record Told(String subject, String control, String result) {

    /// All findings of a notice: about one endpoint, or of a sweep about endpoints and VPCs.
    static Stream<Told> in(Json notice) {
        var result = notice.textAt("result").orElseThrow();
        return notice.at("endpoint").isPresent()
                ? findings(notice, result)
                : items(notice, "endpoints")
                        .flatMap(one -> one.at("endpoint").isPresent()
                                ? findings(one, result)
                                : Stream.of(new Told(
                                        one.textAt("evidence", "observed").orElse(""),
                                        one.textAt("control").orElseThrow(),
                                        result)));
    }

    private static Stream<Told> findings(Json told, String result) {
        return Stream.concat(items(told, "findings"), items(told, "assessment", "findings"))
                .map(finding -> new Told(
                        told.textAt("endpoint", "id").orElseThrow(),
                        finding.textAt("control").orElseThrow(),
                        result));
    }

    private static Stream<Json> items(Json json, String... names) {
        return json.at(names).filter(Json.Arr.class::isInstance).map(Json.Arr.class::cast).stream()
                .flatMap(list -> list.items().stream());
    }
}
