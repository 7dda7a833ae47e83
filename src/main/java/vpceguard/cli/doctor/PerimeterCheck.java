package vpceguard.cli.doctor;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import vpceguard.aws.ReadCalls.Reply;
import vpceguard.control.Controls;
import vpceguard.flow.PerimeterText;
import vpceguard.flow.PerimeterText.Reading;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;
import vpceguard.perimeter.IdleEntries;
import vpceguard.perimeter.KnownService;
import vpceguard.perimeter.Membership;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.OrganizationClaim;
import vpceguard.perimeter.OrganizationClaim.Verdict;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.PerimeterReader;
import vpceguard.perimeter.document.Place;

/// Whether AWS confirms what the stack says of its organization, and whether the perimeter document can be
/// read and is one that the stack takes. Both are asked with the credentials of the person who asks, not with
/// the functions' own.
///
/// @param texts the text at a place such as `s3://bucket/key`; empty if the place has no such form
record PerimeterCheck(Instant now, Function<String, Optional<PerimeterText>> texts, Supplier<Membership> membership)
        implements Check {

    @Override
    public List<Sign> signs(DeployedStack stack, Questions aws) {
        var answer = membership.get();
        var unconfirmed = unconfirmed(answer, stack);
        var place = stack.parameter("PerimeterDocument");
        if (place.isEmpty()) {
            return List.of(unconfirmed.orElseGet(() -> Sign.well("perimeter", "it is made of the stack's parameters")));
        }
        var here = here(answer, stack);
        var ofDocument = texts.apply(place)
                .map(text -> signs(text.read(), here, stack, aws))
                .orElseGet(() -> Stream.of(Sign.ill(
                        "perimeter", "its place has no known form", "deploy with s3://bucket/key or ssm:/name")));
        return Stream.concat(unconfirmed.stream(), ofDocument).toList();
    }

    private static Optional<Sign> unconfirmed(Membership answer, DeployedStack stack) {
        return OrganizationClaim.of(stack.parameter("OrganizationId"))
                .flatMap(claim -> claim.against(answer) instanceof Verdict.Unconfirmed(var reason)
                        ? Optional.of(
                                answer instanceof Membership.Unanswered
                                        ? Sign.unknown("perimeter", reason)
                                        : Sign.ill(
                                                "perimeter",
                                                reason + ", so nothing is repaired",
                                                "deploy with the OrganizationId that is right"))
                        : Optional.empty());
    }

    private static Place here(Membership answer, DeployedStack stack) {
        return new Place(
                stack.partition(),
                Optional.of(stack.account()),
                answer instanceof Membership.Member(var id) ? Optional.of(id) : Optional.empty(),
                Optional.of(stack.parameter("Ring")).filter(name -> !name.isEmpty()));
    }

    private Stream<Sign> signs(Reading reading, Place here, DeployedStack stack, Questions aws) {
        return switch (reading) {
            case Reading.Unread(var reason) ->
                Stream.of(Sign.unknown("perimeter", "the document cannot be read: " + reason));
            case Reading.Missing(var reason) ->
                Stream.of(Sign.ill(
                        "perimeter",
                        reason + ", " + meanwhile(here, stack, aws),
                        "put the document there, or deploy with the right name"));
            case Reading.Found(var text, var version) ->
                switch (JsonReader.read(text)) {
                    case Parsed.Malformed<Json> malformed ->
                        Stream.of(refused("it is not JSON: " + malformed, here, stack, aws));
                    case Parsed.Ok<Json>(var json) ->
                        switch (perimeter(json, version, here, stack)) {
                            case Parsed.Ok<Perimeter>(var perimeter) ->
                                Stream.of(
                                                Stream.of(taken(version, unknown(perimeter))),
                                                idle(perimeter, stack.region()),
                                                switchedOff(perimeter))
                                        .flatMap(signs -> signs);
                            case Parsed.Malformed<Perimeter> malformed ->
                                Stream.of(refused(malformed.toString(), here, stack, aws));
                        };
                };
        };
    }

    private static Stream<Sign> switchedOff(Perimeter perimeter) {
        return perimeter.mode().filter(Mode.OBSERVE::equals).stream()
                .map(_ -> Sign.odd(
                        "perimeter",
                        "its mode is observe, so nothing is written",
                        "take \"mode\" out of the document once repairs may go on"));
    }

    private static Stream<Sign> idle(Perimeter perimeter, String region) {
        return IdleEntries.of(perimeter, region).stream()
                .map(entry -> Sign.odd("perimeter", entry, "look whether it is meant for another service or Region"));
    }

    /// Services of which the document says something that is about nothing, as far as is known.
    private static List<String> unknown(Perimeter perimeter) {
        return Stream.of(
                        perimeter.services().keySet().stream(),
                        perimeter.partners().stream().flatMap(partner -> partner.services().stream()),
                        perimeter.required().services().stream(),
                        perimeter.exemptions().stream().flatMap(exemption -> exemption.match().service().stream()))
                .flatMap(names -> names)
                .filter(name -> !name.contains("vpce-svc-") && !KnownService.isKnown(name))
                .sorted()
                .distinct()
                .map(Quoted::of)
                .toList();
    }

    private static Sign taken(String version, List<String> unknown) {
        return unknown.isEmpty()
                ? Sign.well("perimeter", version + " is a document that the stack takes")
                : Sign.odd(
                        "perimeter",
                        version + " names services that nobody knows: " + String.join(", ", unknown),
                        "look whether what it says of them is meant for others");
    }

    private Sign refused(String reason, Place here, DeployedStack stack, Questions aws) {
        return Sign.ill(
                "perimeter",
                "the document is refused, " + meanwhile(here, stack, aws) + ": " + reason,
                "put a document there that has the form of docs/perimeter.md");
    }

    private Parsed<Perimeter> perimeter(Json json, String version, Place here, DeployedStack stack) {
        return PerimeterReader.read(json, version, Controls.known())
                .then(document -> document.checkedAt(here, today(), stack.region()));
    }

    /// What the stack goes by where it can take no document, by its ledger.
    private String meanwhile(Place here, DeployedStack stack, Questions aws) {
        var latest = Json.object()
                .put("TableName", stack.output("LedgerTable"))
                .put(
                        "Key",
                        Json.object()
                                .put("pk", Json.object().put("S", "perimeter").build())
                                .put("sk", Json.object().put("S", "latest").build())
                                .build())
                .build();
        return switch (aws.ask("dynamodb", "GetItem", latest)) {
            case Reply.Refused(var reason) -> "and whether an earlier one stays in force is not known, " + reason;
            case Reply.Answer(var json) ->
                json.textAt("Item", "text", "S")
                                .flatMap(text -> JsonReader.read(text)
                                        .then(kept -> PerimeterReader.readAgain(kept, "kept", Controls.known()))
                                        .then(document -> document.at(here, today()))
                                        .orEmpty())
                                .isPresent()
                        ? "the last good one stays in force"
                        : "and nothing is repaired, since there is no earlier one";
        };
    }

    private LocalDate today() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
