package vpceguard.cli.doctor;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import vpceguard.control.Controls;
import vpceguard.flow.PerimeterText;
import vpceguard.flow.PerimeterText.Reading;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;
import vpceguard.perimeter.IdleEntries;
import vpceguard.perimeter.KnownService;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.ServiceKnowledge;
import vpceguard.perimeter.document.PerimeterReader;
import vpceguard.perimeter.document.Place;

/// Whether the perimeter document can be read and is one that the stack takes. It is read with the credentials of who
/// asks, not with the functions' own.
///
/// @param texts the text at a place such as `s3://bucket/key`; empty if the place has no such form
record PerimeterCheck(Instant now, Function<String, Optional<PerimeterText>> texts) implements Check {

    @Override
    public List<Sign> signs(DeployedStack stack, Questions aws) {
        var place = stack.parameter("PerimeterDocument");
        return place.isEmpty()
                ? List.of(Sign.well("perimeter", "it is made of the stack's parameters"))
                : texts.apply(place)
                        .map(text -> signs(text.read(), stack))
                        .orElseGet(() -> List.of(Sign.ill(
                                "perimeter",
                                "its place has no known form",
                                "deploy with s3://bucket/key or ssm:/name")));
    }

    private List<Sign> signs(Reading reading, DeployedStack stack) {
        return switch (reading) {
            case Reading.Unread(var reason) ->
                List.of(Sign.unknown("perimeter", "the document cannot be read: " + reason));
            case Reading.Found(var text, var version) ->
                switch (perimeter(text, version, stack)) {
                    case Parsed.Ok<Perimeter>(var perimeter) ->
                        Stream.of(
                                        Stream.of(taken(version, unknown(perimeter))),
                                        idle(perimeter, stack.region()),
                                        switchedOff(perimeter))
                                .flatMap(signs -> signs)
                                .toList();
                    case Parsed.Malformed<Perimeter> malformed -> List.of(refused(malformed.toString()));
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
                .filter(name -> !name.contains("vpce-svc-")
                        && !ServiceKnowledge.CEILINGS.contains(name)
                        && KnownService.of(name).isEmpty())
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

    private static Sign refused(String reason) {
        return Sign.ill(
                "perimeter", "the document is refused, the last good one stays in force: " + reason, "put it right");
    }

    private Parsed<Perimeter> perimeter(String text, String version, DeployedStack stack) {
        var ring = Optional.of(stack.parameter("Ring")).filter(name -> !name.isEmpty());
        var place = new Place(stack.partition(), Optional.of(stack.account()), Optional.empty(), ring);
        return JsonReader.read(text)
                .then(json -> PerimeterReader.read(json, version, Controls.known()))
                .then(document -> document.checkedAt(place, LocalDate.ofInstant(now, ZoneOffset.UTC), stack.region()));
    }
}
