package vpceguard.cli;

import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vpceguard.control.Assessment;
import vpceguard.control.Controls;
import vpceguard.control.Subject;
import vpceguard.json.Json;
import vpceguard.json.Quoted;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceDetail;
import vpceguard.model.ServiceName;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.KnownService;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.PerimeterReader;
import vpceguard.perimeter.document.Place;

/// Does an endpoint, or its policy alone, keep to a perimeter?
@Command(
        name = "assess",
        header = "Says whether an endpoint keeps to a perimeter, or its policy alone, and what it lets through beyond.",
        customSynopsis = {
            "vpce-guard assess --service=NAME --perimeter=FILE [--region=REGION] [--account=ID]",
            "                         [--type=TYPE] [--json] POLICY.json",
            "       vpce-guard assess --endpoint=FILE --perimeter=FILE [--ring=NAME] [--json]",
            "       vpce-guard assess --template=FILE --perimeter=FILE [--region=REGION]",
            "                         [--account=ID] [--ring=NAME] [--json]",
            "       vpce-guard assess [--type=TYPE] --lines"
        },
        footer = {
            "",
            "A perimeter is {\"organizations\": [\"o-...\"], \"accounts\": [\"111122223333\"],",
            "...}, a document by docs/perimeter.md, as in force today. The accounts are",
            "trusted as callers and as owners of resources, and so is --account. A service",
            "is named in full, or in short (s3), and then for any Region.",
            "",
            "A line about a policy is {\"id\", \"policy\", \"service\", \"type\"?, \"perimeter\"}.",
            "Without a type it is an interface endpoint, also for s3 and dynamodb. The",
            "controls of policies are asked.",
            "",
            "A line about an endpoint is {\"id\", \"endpoint\", \"perimeter\"}, with the endpoint",
            "as aws ec2 describe-vpc-endpoints shows it, also alone in its list. All controls",
            "are asked that need no call.",
            "It may have besides, each as AWS shows it:",
            "  \"service\"    an entry of describe-vpc-endpoint-services, of which Owner,",
            "               VpcEndpointPolicySupported and PrivateDnsNames count. Without it",
            "               a service with a name of AWS is taken for AWS's own, with",
            "               policies and a private DNS name; of an endpoint service of an",
            "               account nothing is known, so the answer says so",
            "  \"vpc\", \"securityGroups\"",
            "               an entry of describe-vpcs, and a list of entries of",
            "               describe-security-groups. Without both nothing is said of who",
            "               reaches the endpoint",
            "  \"ring\"       the ring of the perimeter that the account is in",
            "",
            "An answer is {\"id\", \"result\": \"COMPLIANT\"|\"NON_COMPLIANT\"|\"NOT_APPLICABLE\"|",
            "\"INSUFFICIENT_DATA\", \"findings\": [{\"control\", \"severity\", \"message\",",
            "\"evidence\", \"witness\"?}], \"open\": [\"what could not be answered\"], ...} or",
            "{\"id\", \"error\"}.",
            "",
            "A template is one of CloudFormation, in JSON or YAML, or what terraform show",
            "-json prints of a plan. A policy that is not known before it is deployed is",
            "never called compliant.",
            "",
            "Examples:",
            "  vpce-guard assess --service=s3 --region=us-east-1 --perimeter=perimeter.json policy.json",
            "  vpce-guard assess --template=plan.json --perimeter=perimeter.json",
            "  vpce-guard assess --lines < endpoints.jsonl > answers.jsonl",
            "  aws ec2 describe-vpc-endpoints |",
            "    jq -c --slurpfile perimeter perimeter.json '.VpcEndpoints[] |",
            "      {id: .VpcEndpointId, endpoint: ., perimeter: $perimeter[0]}' |",
            "    vpce-guard assess --lines"
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

    private static final String NO_ACCOUNT = "000000000000";

    @Parameters(arity = "0..1", paramLabel = "POLICY.json", description = "the endpoint's policy")
    private Optional<String> policy = Optional.empty();

    @Option(names = "--service", paramLabel = "NAME", description = "such as com.amazonaws.eu-west-1.s3, or s3")
    private Optional<String> service = Optional.empty();

    @Option(names = "--endpoint", paramLabel = "FILE", description = "an endpoint, as AWS shows it")
    private Optional<String> endpoint = Optional.empty();

    @Mixin
    private PerimeterFile perimeter = new PerimeterFile();

    @Mixin
    private TemplateFile template = new TemplateFile();

    Assess(Terminal terminal) {
        super(terminal);
    }

    @Override
    public Integer call() throws IOException {
        if (!EndpointType.KNOWN.contains(usualType())) {
            return terminal.refuse("--type is " + Quoted.of(usualType().name()) + ", expected one of "
                    + EndpointType.KNOWN.stream().map(EndpointType::name).collect(Collectors.joining(", ")));
        }
        if (type.isPresent() && (template.file.isPresent() || endpoint.isPresent())) {
            return terminal.refuse(
                    "an endpoint says its type itself, expected no --type beside --endpoint or --template");
        }
        if (template.file.isEmpty()) {
            return super.call();
        }
        return lines || Stream.of(policy, service, endpoint).anyMatch(Optional::isPresent)
                ? terminal.refuse(
                        "--template names all endpoints, expected no policy, --service, --endpoint or --lines")
                : new AssessTemplate(template, terminal).run(perimeter, json);
    }

    @Override
    boolean asked() {
        var where = perimeter.where;
        return Stream.of(policy, service, endpoint, perimeter.file, where.ring, where.account, template.region)
                .anyMatch(Optional::isPresent);
    }

    @Override
    Input<Question> question(EndpointType ofType) {
        var document = perimeter.file;
        var ring = perimeter.where.ring;
        if (endpoint.isPresent() && document.isPresent() && policy.isEmpty() && service.isEmpty()) {
            if (perimeter.where.account.isPresent() || template.region.isPresent()) {
                return new Input.Refused<>(
                        "an endpoint says its account and Region itself, expected no --account or --region");
            }
            return Question.ofFiles(Map.of("endpoint", endpoint.get(), "perimeter", document.get()), ofType)
                    .map(question ->
                            ring.map(name -> question.with("ring", name)).orElse(question));
        }
        if (policy.isEmpty() || service.isEmpty() || document.isEmpty() || endpoint.isPresent() || ring.isPresent()) {
            return new Input.Refused<>("assess needs --service, --perimeter and one file, POLICY.json or - for standard"
                    + " input, or --endpoint or --template and --perimeter, or --lines");
        }
        return named(service.get())
                .then(name -> Question.ofFiles(Map.of("policy", policy.get(), "perimeter", document.get()), ofType)
                        .map(question -> question.with("service", name.value())));
    }

    /// The service, in the Region of `--region` if that is given; what may be a mistake about it is remarked.
    private Input<ServiceName> named(String given) {
        var name = new ServiceName(given);
        if (given.isBlank() || name.isEndpointService()) {
            return new Input.Read<>(name);
        }
        RegionalService.remarkUnknown(name, terminal);
        if (KnownService.isKnown(name.shortName()) && name.region().isEmpty() && template.region.isEmpty()) {
            terminal.remark("vpce-guard: no Region is given, so that AWS's own resources in one count as anybody's;"
                    + " give --region");
        }
        var regional =
                template.region.isPresent() ? RegionalService.of(given, template.region) : new Input.Read<>(name);
        return regional.map(found -> {
            found.region().ifPresent(where -> Access.remarkUnknown(where, terminal));
            return found;
        });
    }

    @Override
    Input<Assessment> answer(Question question) {
        if (question.has("endpoint") && question.has("policy")) {
            return new Input.Refused<>("expected a member \"endpoint\" or \"policy\", found both");
        }
        return question.has("endpoint")
                ? AboutEndpoint.assess(question)
                : AboutPolicy.assess(question, perimeter.where.account);
    }

    /// The perimeter of a question, as it is in force at a place today.
    static Input<Perimeter> perimeter(Question question, Place place) {
        return question.document(
                "perimeter",
                document -> PerimeterReader.read(document, "document", Controls.known())
                        .then(read -> read.at(place, LocalDate.now(ZoneOffset.UTC))));
    }

    /// What the controls look at.
    ///
    /// @param account the endpoint's, if it is known
    static Subject subject(Endpoint endpoint, Optional<String> account, ServiceDetail service, Perimeter perimeter) {
        var within = Controls.on(endpoint, perimeter);
        var name = endpoint.service();
        return Subject.of(
                endpoint,
                account.orElse(NO_ACCOUNT),
                service,
                within,
                Ceiling.of(
                        within, name, endpoint.serviceRegion().or(name::region).orElse("*"), within.writtenClauses()),
                Optional.empty());
    }

    @Override
    Json.Obj json(Assessment answer) {
        return answer.json();
    }

    @Override
    void tell(Assessment answer, Terminal person) {
        person.say(answer.result().name());
        answer.leftAlone().map("left alone, "::concat).ifPresent(person::say);
        for (var finding : answer.findings()) {
            person.say(finding.sentence());
        }
        answer.open().forEach(reason -> person.say("open, " + reason));
        if (answer.result() == Assessment.Result.NOT_APPLICABLE) {
            answer.notApplicable().stream().map("not applicable, "::concat).forEach(person::remark);
        }
        answer.assumed().stream().map("assumed, "::concat).forEach(person::remark);
    }

    @Override
    int exitCode(Assessment answer) {
        return new Results(List.of(answer)).exitCode();
    }
}
