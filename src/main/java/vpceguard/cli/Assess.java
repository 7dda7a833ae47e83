package vpceguard.cli;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vpceguard.control.Assessment;
import vpceguard.control.Controls;
import vpceguard.control.Subject;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointState;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.model.ServiceDetail;
import vpceguard.model.ServiceName;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.PerimeterReader;
import vpceguard.perimeter.document.Place;

/// Does the policy of an endpoint keep to a perimeter?
@Command(
        name = "assess",
        header = "Says whether an endpoint policy keeps to a perimeter, and what it lets through beyond.",
        customSynopsis = {
            "vpce-guard assess --service=NAME --perimeter=FILE [--type=TYPE] [--json]",
            "                         POLICY.json",
            "       vpce-guard assess [--type=TYPE] --lines"
        },
        footer = {
            "",
            "A perimeter is {\"organizations\": [\"o-...\"], \"accounts\": [\"111122223333\"], ...}, a",
            "document by docs/perimeter.md, as in force today. The accounts are trusted as",
            "callers and as owners of resources. A service is named in full, or in short",
            "(s3), and then for any Region.",
            "",
            "A line is {\"id\", \"policy\", \"service\", \"type\"?, \"perimeter\"}; its answer is {\"id\",",
            "\"result\": \"COMPLIANT\"|\"NON_COMPLIANT\"|\"NOT_APPLICABLE\"|\"INSUFFICIENT_DATA\",",
            "\"findings\": [{\"control\", \"severity\", \"message\", \"evidence\", \"witness\"?}],",
            "\"open\": [\"what could not be answered\"], ...} or {\"id\", \"error\"}. Without a type",
            "it is an interface endpoint, also for s3 and dynamodb.",
            "",
            "Examples:",
            "  vpce-guard assess --service=s3 --perimeter=perimeter.json policy.json",
            "  vpce-guard assess --lines < endpoints.jsonl > answers.jsonl"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:compliant or not applicable; with --lines, all lines are answered",
            "1:not compliant",
            "2:wrong usage or unreadable input",
            "3:insufficient data",
            "70:internal error"
        })
final class Assess extends Answering<Assessment> {

    @Parameters(arity = "0..1", paramLabel = "POLICY.json", description = "the endpoint's policy")
    private Optional<String> policy = Optional.empty();

    @Option(names = "--service", paramLabel = "NAME", description = "such as com.amazonaws.eu-west-1.s3, or s3")
    private Optional<String> service = Optional.empty();

    @Option(names = "--perimeter", paramLabel = "FILE", description = "who and what is trusted")
    private Optional<String> perimeter = Optional.empty();

    Assess(Terminal terminal) {
        super(terminal);
    }

    @Override
    boolean asked() {
        return policy.isPresent() || service.isPresent() || perimeter.isPresent();
    }

    @Override
    Input<Question> question(EndpointType ofType) {
        if (policy.isEmpty() || service.isEmpty() || perimeter.isEmpty()) {
            return new Input.Refused<>("assess needs --service, --perimeter and one file, POLICY.json, or --lines");
        }
        return Question.ofFiles(Map.of("policy", policy.get(), "perimeter", perimeter.get()), ofType)
                .map(question -> question.with("service", service.get()));
    }

    @Override
    Input<Assessment> answer(Question question) {
        return question.anyType()
                .then(type -> service(question)
                        .then(name -> question.document("perimeter", document -> perimeter(document, name))
                                .then(within -> policyText(question)
                                        .map(text -> assessment(endpoint(type, name, text), within)))));
    }

    private static Parsed<Perimeter> perimeter(Json document, ServiceName service) {
        return PerimeterReader.read(document, "document", Controls.known())
                .then(read -> read.at(Place.anywhere(service.partition()), LocalDate.now(ZoneOffset.UTC)));
    }

    private static Input<ServiceName> service(Question question) {
        return question.text("service")
                .then(name -> name.isBlank()
                        ? new Input.Refused<>("the service's name is empty, expected one such as s3")
                        : new Input.Read<>(new ServiceName(name)));
    }

    /// The policy as EC2 would show it: what cannot be read as a policy is a finding, not a bad question.
    private static Input<Optional<String>> policyText(Question question) {
        return new Input.Read<>(question.members()
                .get("policy")
                .filter(policy -> !(policy instanceof Json.Null))
                .map(policy -> policy.text().orElseGet(() -> JsonWriter.compact(policy))));
    }

    private static Assessment assessment(Endpoint endpoint, Perimeter perimeter) {
        var name = endpoint.service();
        ServiceDetail detail = name.isEndpointService()
                ? new ServiceDetail.Unknown("it is an endpoint service of an account")
                : new ServiceDetail.Known("amazon", true, true);
        var within = ofPolicies(perimeter);
        return Assessment.of(Subject.of(
                endpoint,
                "000000000000",
                detail,
                within,
                Ceiling.of(within, name, name.region().orElse("*"), within.writtenClauses()),
                Optional.empty()));
    }

    /// Owner and network of an endpoint are no question about a policy.
    private static Perimeter ofPolicies(Perimeter perimeter) {
        var within = perimeter;
        for (var control : Controls.ALL) {
            if (!control.id().startsWith("policy-")) {
                within = within.with(control.id(), Level.OFF);
            }
        }
        return within;
    }

    private static Endpoint endpoint(EndpointType type, ServiceName service, Optional<String> policy) {
        return new Endpoint(
                new EndpointId("vpce-00000000000000000"),
                type,
                new EndpointState("available"),
                "vpc-00000000000000000",
                service,
                service.region(),
                policy,
                new NetworkSettings(Attachments.NONE),
                Optional.of(false),
                Map.of(),
                Optional.empty());
    }

    @Override
    Json.Obj json(Assessment answer) {
        return answer.json();
    }

    @Override
    void tell(Assessment answer, Terminal person) {
        person.say(answer.result());
        for (var finding : answer.findings()) {
            person.say(finding.severity() + ", " + finding.controlId() + ": " + finding.message());
        }
        answer.open().forEach(reason -> person.say("open, " + reason));
        answer.notApplicable().stream().map("not applicable, "::concat).forEach(person::remark);
        answer.assumed().stream().map("assumed, "::concat).forEach(person::remark);
    }

    @Override
    int exitCode(Assessment answer) {
        return switch (answer.result()) {
            case "COMPLIANT", "NOT_APPLICABLE" -> 0;
            case "NON_COMPLIANT" -> 1;
            default -> 3;
        };
    }
}
