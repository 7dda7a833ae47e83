package vpceguard.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import vpceguard.control.Assessment.Result;
import vpceguard.notice.report.Report;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.ServiceKnowledge;

/// What would this version's built-in ceilings change?
@Command(
        name = "plan-upgrade",
        header = "Lists the endpoints that this version's built-in ceilings would change, before it is deployed.",
        customSynopsis = {
            "vpce-guard plan-upgrade [--perimeter=FILE] [--ring=NAME] [--profile=NAME]",
            "                               [--region=REGION ... | --all-regions]"
        },
        footer = {
            "",
            "It judges as sweep does, and reads the same. A perimeter document that pins the",
            "ceilings of another revision (\"ceilings\": \"2026-11\") keeps a deployed stack from",
            "writing by the new ones; here they are applied all the same.",
            "",
            "Examples:",
            "  vpce-guard plan-upgrade --region=eu-west-1",
            "  vpce-guard plan-upgrade --perimeter=perimeter.json --all-regions"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:no endpoint would be changed",
            "1:one would",
            "2:wrong usage, or AWS cannot be asked",
            "3:one could not be judged, or a Region not be read",
            "70:internal error"
        })
final class PlanUpgrade implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private AccountQuestion question = new AccountQuestion();

    /// The revision that the document pins.
    private Optional<String> pinned = Optional.empty();

    PlanUpgrade(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return terminal.answer(question.ask(terminal, this::unpinned, (report, _, _) -> report), this::tell);
    }

    private Perimeter unpinned(Perimeter perimeter) {
        pinned = perimeter.ceilings();
        return perimeter.withAnyCeilings();
    }

    private int tell(Report found) {
        var changed = found.endpoints().stream()
                .filter(line -> line.plan().policy().isPresent())
                .toList();
        found.gaps().forEach(gap -> terminal.say("not read: " + gap));
        changed.forEach(line -> terminal.say("would change " + line.endpoint().id() + " ("
                + line.endpoint().service().shortName() + ") in "
                + line.endpoint().vpcId() + ", " + line.region() + ": "
                + SweepText.controls(line.assessment().findings())));
        terminal.say("account " + found.account() + ", " + String.join(", ", found.regions()) + ": ceilings of "
                + ServiceKnowledge.REVISION
                + pinned.map(PlanUpgrade::pins).orElse("")
                + ", " + changed.size() + " of " + found.endpoints().size() + " endpoints would change");
        if (!changed.isEmpty()) {
            return 1;
        }
        boolean isOpen =
                found.endpoints().stream().anyMatch(line -> line.assessment().result() == Result.INSUFFICIENT_DATA);
        return isOpen || !found.gaps().isEmpty() ? 3 : 0;
    }

    private static String pins(String revision) {
        return revision.equals(ServiceKnowledge.REVISION)
                ? ", which the document pins, so that nothing here is new"
                : ", the document pins " + revision;
    }
}
