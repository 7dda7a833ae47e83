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
import vpceguard.perimeter.document.ParameterDocument;
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
            return List.of(ofParameters(stack)
                    .or(() -> unconfirmed)
                    .orElseGet(() -> Sign.well("perimeter", "it is made of the stack's parameters")));
        }
        var here = here(answer, stack);
        var ofDocument = texts.apply(place)
                .map(text -> signs(text.read(), here, stack, aws))
                .orElseGet(() -> Stream.of(Sign.ill(
                        "perimeter", "its place has no known form", "deploy with s3://bucket/key or ssm:/name")));
        return Stream.concat(unconfirmed.stream(), ofDocument).toList();
    }

    private static Optional<Sign> ofParameters(DeployedStack stack) {
        return new ParameterDocument(stack::parameter).of(stack.account(), Controls.known())
                        instanceof Parsed.Malformed<Json.Obj> malformed
                ? Optional.of(Sign.ill(
                        "perimeter",
                        "the stack's parameters make none, so no function starts: " + malformed,
                        "deploy with parameters that are right, then ./vpce-guard redrive"))
                : Optional.empty();
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
                        switch (ofNew(json, version, here, stack)) {
                            case Parsed.Ok<Perimeter>(var perimeter) -> taken(version, perimeter, stack);
                            case Parsed.Malformed<Perimeter> malformed ->
                                takenBefore(text, here, stack, aws)
                                        .map(perimeter -> Stream.concat(
                                                Stream.of(overlooking(version, malformed)),
                                                taken(version, perimeter, stack)))
                                        .orElseGet(() -> Stream.of(refused(malformed.toString(), here, stack, aws)));
                        };
                };
        };
    }

    private static Stream<Sign> taken(String version, Perimeter perimeter, DeployedStack stack) {
        return Stream.of(
                        Stream.of(taken(version, unknown(perimeter))),
                        idle(perimeter, stack.region()),
                        switchedOff(perimeter))
                .flatMap(signs -> signs);
    }

    private static Sign overlooking(String version, Parsed.Malformed<Perimeter> malformed) {
        return Sign.odd(
                "perimeter",
                version + " stays in force, since the stack took it before; a new document is refused for this: "
                        + malformed,
                "mend it with the next change of the document");
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

    private Parsed<Perimeter> ofNew(Json json, String version, Place here, DeployedStack stack) {
        return PerimeterReader.read(json, version, Controls.known())
                .then(document -> document.checkedAt(here, today(), stack.region()));
    }

    /// That of the very text, if the stack took it before, by its ledger.
    private Optional<Perimeter> takenBefore(String text, Place here, DeployedStack stack, Questions aws) {
        return Stream.of("latest", "applied")
                        .map(name -> kept(name, stack, aws))
                        .anyMatch(reply -> reply instanceof Reply.Answer(var item)
                                && text(item).filter(text::equals).isPresent())
                ? again(text, here)
                : Optional.empty();
    }

    private Optional<Perimeter> again(String text, Place here) {
        return JsonReader.read(text)
                .then(json -> PerimeterReader.readAgain(json, "kept", Controls.known()))
                .then(document -> document.at(here, today()))
                .orEmpty();
    }

    /// What the stack goes by where it can take no document, by its ledger.
    private String meanwhile(Place here, DeployedStack stack, Questions aws) {
        return switch (kept("latest", stack, aws)) {
            case Reply.Refused(var reason) -> "and whether an earlier one stays in force is not known, " + reason;
            case Reply.Answer(var item) ->
                text(item).flatMap(text -> again(text, here)).isPresent()
                        ? "the last good one stays in force"
                        : "and nothing is repaired, since there is no earlier one";
        };
    }

    private static Optional<String> text(Json item) {
        return item.textAt("Item", "text", "S");
    }

    private static Reply kept(String name, DeployedStack stack, Questions aws) {
        var document = Json.object()
                .put("TableName", stack.output("LedgerTable"))
                .put(
                        "Key",
                        Json.object()
                                .put("pk", Json.object().put("S", "perimeter").build())
                                .put("sk", Json.object().put("S", name).build())
                                .build())
                .build();
        return aws.ask("dynamodb", "GetItem", document);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
