package vpceguard.cli;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.json.Quoted;
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceName;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Clause;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.ServiceKnowledge;
import vpceguard.policy.Policy;
import vpceguard.policy.WritingRules;

/// What is the most that an endpoint of a service may let through?
@Command(
        name = "ceiling",
        header = "Prints the most that an endpoint of a service may let through, as a policy to paste.",
        customSynopsis = {
            "vpce-guard ceiling SERVICE --perimeter=FILE [--region=REGION]",
            "                          [--type=TYPE] [--all] [--account=ID] [--ring=NAME]",
            "                          [--json|--hcl|--cfn]"
        },
        footer = {
            "",
            "It holds what repairs write by: the clauses of the controls whose level is",
            "remediate. With --all it holds those too whose control only notifies, so that",
            "an endpoint with this policy gives rise to no finding at all.",
            "",
            "An endpoint that carries this policy, or a part of it, is left alone.",
            "",
            "Examples:",
            "  vpce-guard ceiling s3 --region=eu-west-1 --perimeter=perimeter.json",
            "  vpce-guard ceiling com.amazonaws.eu-west-1.sqs --perimeter=perimeter.json",
            "  vpce-guard ceiling kms --region=eu-west-1 --perimeter=perimeter.json \\",
            "    --hcl > kms.tf"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the policy is printed",
            "1:not worked through: the printed policy may break what runs; or none is printed",
            "2:wrong usage or unreadable input",
            "70:internal error"
        })
final class PrintCeiling implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "SERVICE", description = "such as s3, or com.amazonaws.eu-west-1.s3")
    private String service = "";

    @Mixin
    private PerimeterFile perimeter = new PerimeterFile();

    @Option(names = "--region", paramLabel = "REGION", description = "the Region of a service named in short")
    private Optional<String> region = Optional.empty();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "type of the endpoint, gateway or interface (default), whose rules the policy must keep")
    private EndpointType type = EndpointType.INTERFACE;

    @Option(names = "--all", description = "the clauses of controls that only notify, too")
    private boolean all;

    @ArgGroup
    private Form form = new Form();

    PrintCeiling(Terminal terminal) {
        this.terminal = terminal;
    }

    /// What the policy is pasted into.
    static final class Form {
        @Option(names = "--json", description = "the policy document (default)")
        private boolean json;

        @Option(names = "--hcl", description = "a file for Terraform, which defines a local value")
        private boolean hcl;

        @Option(names = "--cfn", description = "the property PolicyDocument of a CloudFormation template in YAML")
        private boolean cfn;

        String text(String service, Json policy) {
            return json || !(hcl || cfn)
                    ? JsonWriter.indented(policy)
                    : hcl ? new PolicyHcl(policy).local("ceiling_" + service) : PolicyYaml.property(policy);
        }
    }

    @Override
    public Integer call() {
        if (!type.mayCarryPolicy()) {
            return terminal.refuse("the type is " + Quoted.of(type.name()) + ", expected gateway or interface");
        }
        return terminal.answer(
                RegionalService.of(service, region)
                        .then(name -> perimeter.in(name.partition()).map(within -> ceiling(name, within))),
                this::print);
    }

    private Ceiling ceiling(ServiceName name, Perimeter within) {
        RegionalService.remarkUnknown(name, terminal);
        name.region().ifPresent(where -> Access.remarkUnknown(where, terminal));
        var clauses = all ? notified(within) : within.writtenClauses();
        return Ceiling.of(within, name, name.region().orElseThrow(), clauses);
    }

    private int print(Ceiling ceiling) {
        if (ceiling.bound().isEverything()) {
            terminal.remark("vpce-guard: no control of a clause is at remediate" + (all ? " or notify" : "")
                    + ", so the ceiling is full access" + (all ? "" : "; --all adds the clauses that only notify"));
            return 1;
        }
        var policy = ceiling.policy();
        var name = ceiling.service().shortName();
        var fault = WritingRules.fault(policy, Policy.NOTHING, type);
        if (fault.isPresent()) {
            terminal.remark("vpce-guard: AWS would refuse the ceiling of " + name + ": " + fault.get());
            return 1;
        }
        terminal.out().println(form.text(name, policy.source()));
        leftOut(ceiling);
        return isWorkedThrough(ceiling) ? 0 : 1;
    }

    private void leftOut(Ceiling ceiling) {
        var others = notified(ceiling.perimeter());
        others.removeAll(ceiling.clauses());
        others.removeIf(clause -> ceiling.only(clause).bound().isEverything());
        if (!others.isEmpty()) {
            terminal.remark("left out: "
                    + others.stream().map(Clause::controlId).sorted().collect(Collectors.joining(", "))
                    + "; the level is notify, --all adds what only notifies");
        }
    }

    private boolean isWorkedThrough(Ceiling ceiling) {
        if (!ceiling.verified()) {
            terminal.remark("vpce-guard: what this policy would break was not worked through for "
                    + ceiling.service().shortName() + ", so vpce-guard does not write it; try it before you use it");
        }
        var pinned = ceiling.perimeter().ceilings().filter(revision -> !revision.equals(ServiceKnowledge.REVISION));
        pinned.ifPresent(revision -> terminal.remark("vpce-guard: the perimeter document is for the built-in ceilings"
                + " of " + revision + ", these are of " + ServiceKnowledge.REVISION));
        return ceiling.verified() && pinned.isEmpty();
    }

    /// The clauses whose control notifies at least.
    private static Set<Clause> notified(Perimeter within) {
        return Stream.of(Clause.values())
                .filter(clause ->
                        within.level(clause.controlId(), clause.defaultLevel()).compareTo(Level.NOTIFY) >= 0)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Clause.class)));
    }
}
