package vpceguard.cli;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.control.Controls;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.Parsed;
import vpceguard.model.ServiceName;
import vpceguard.perimeter.document.PerimeterReader;

/// What must the perimeter document say, so that some endpoints are left alone for a time?
@Command(
        name = "exempt",
        header = "Prints a perimeter document with one exemption more, its form checked as the stack checks it.",
        customSynopsis = {
            "vpce-guard exempt --perimeter=FILE --control=ID ... --until=DAY",
            "                         --reason=TEXT --owner=WHO [--endpoint=ID] [--vpc=ID]",
            "                         [--service=NAME] [--account=ID]"
        },
        footer = {
            "",
            "The endpoints are those to which every one of --endpoint, --vpc, --service and",
            "--account applies; at least one is needed. The exemption holds to the end of",
            "its last day in UTC. Nothing is written but the answer: put it where the stack",
            "reads its document, and it is in force within five minutes.",
            "",
            "Examples:",
            "  vpce-guard exempt --perimeter=perimeter.json --control=policy-full-access \\",
            "    --endpoint=vpce-0123456789abcdef0 --until=2027-01-31 \\",
            "    --reason='vendor is moving' --owner=data@example.com > new.json"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the document is printed",
            "2:wrong usage, or a document or exemption that would be refused",
            "70:internal error"
        })
final class AddExemption implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--perimeter", required = true, paramLabel = "FILE", description = "the document as it is")
    private String perimeter = "";

    @Option(names = "--control", required = true, paramLabel = "ID", description = "control that leaves them alone")
    private List<String> controls = List.of();

    @Option(names = "--until", required = true, paramLabel = "DAY", description = "the last day, such as 2027-01-31")
    private LocalDate until = LocalDate.EPOCH;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why")
    private String reason = "";

    @Option(names = "--owner", required = true, paramLabel = "WHO", description = "who answers for it")
    private String owner = "";

    @Option(names = "--endpoint", paramLabel = "ID", description = "only this endpoint")
    private Optional<String> endpoint = Optional.empty();

    @Option(names = "--vpc", paramLabel = "ID", description = "only endpoints in this VPC")
    private Optional<String> vpc = Optional.empty();

    @Option(names = "--service", paramLabel = "NAME", description = "only endpoints of this service, such as s3")
    private Optional<String> service = Optional.empty();

    @Option(names = "--account", paramLabel = "ID", description = "only endpoints of this account")
    private Optional<String> account = Optional.empty();

    AddExemption(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (until.isBefore(LocalDate.now(ZoneOffset.UTC))) {
            return terminal.refuse("--until is " + until + ", which is over; expected a day to come");
        }
        if (reason.equals("WHY") || owner.equals("WHO")) {
            return terminal.refuse(
                    "--reason or --owner is as the notice has it, expected the reason and who answers for it");
        }
        var named = service.map(ServiceName::inShort).map(ServiceName::new);
        var misspelled = named.flatMap(RegionalService::misspelled);
        if (misspelled.isPresent()) {
            return terminal.refuse(misspelled.get());
        }
        if (Stream.of(endpoint, vpc, service, account).allMatch(Optional::isEmpty)) {
            return terminal.refuse(
                    "every endpoint would be exempt, expected --endpoint, --vpc, --service or --account");
        }
        named.ifPresent(name -> RegionalService.remarkUnknown(name, terminal));
        return terminal.answer(TextFile.read(perimeter, AddExemption::checked).then(this::extended), document -> {
            terminal.print(document);
            return 0;
        });
    }

    /// The document, which the stack takes, with the exemption, if it takes that too; else which option is wrong.
    private Input<Json> extended(Json document) {
        return switch (checked(with(document))) {
            case Parsed.Ok<Json>(var extended) -> new Read<>(extended);
            case Parsed.Malformed<Json>(var place, var wrong) -> new Refused<>(option(place) + ": " + wrong);
        };
    }

    private static String option(JsonPointer place) {
        return "--"
                + place.text().replaceFirst("/exemptions/[0-9]+/(match/)?", "").replaceFirst("s/[0-9]+$", "");
    }

    private static Parsed<Json> checked(Json document) {
        return PerimeterReader.read(document, "document", Controls.known()).map(_ -> document);
    }

    private Json with(Json document) {
        var exemptions = new ArrayList<>(document.itemsAt("exemptions").toList());
        var match = Json.object()
                .put("account", account)
                .put("vpc", vpc)
                .put("service", service)
                .put("endpoint", endpoint)
                .build();
        exemptions.add(Json.object()
                .put("match", match)
                .put("controls", controls)
                .put("reason", reason)
                .put("owner", owner)
                .put("until", until.toString())
                .build());
        return ((Json.Obj) document).with("exemptions", new Json.Arr(exemptions));
    }
}
