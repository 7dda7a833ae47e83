package vpceguard.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vpceguard.event.Instruction;
import vpceguard.flow.Intervention;
import vpceguard.json.Json;
import vpceguard.json.Quoted;

/// Put back what stood before.
@Command(
        name = "undo",
        header = "Takes a repair back: what stood before is put back, and left alone for up to "
                + Instruction.LONGEST_HOURS + " hours.",
        customSynopsis = {
            "vpce-guard undo [--stack=NAME] --reason=WHY [--hours=HOURS] [--region=REGION]",
            "                       [--profile=NAME] [--json] ENDPOINT/RECORD"
        },
        footer = {
            "",
            "The stack's own function does it, if nobody changed the endpoint since, and tells",
            "who did it and why. Your credentials need lambda:InvokeFunction on it and",
            "cloudformation:DescribeStacks and DescribeStackResources; who you are, AWS says.",
            "When the hours are over the endpoint is judged again: what is to last belongs in",
            "the perimeter document (vpce-guard exempt --help). Every notice has this line.",
            "",
            "Example:",
            "  vpce-guard undo --stack=vpce-guard --reason='reports fail since 10:40' \\",
            "    vpce-0123456789abcdef0/8d3a1c1e-6f0b-4c55-9a51-2f6f2f6b1c11"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is undone, and the endpoint was seen so",
            "1:it is not, for the reason given",
            "2:wrong usage, no such stack, or AWS cannot be asked",
            "70:internal error"
        })
final class UndoRepair extends Intervening {
    @Parameters(paramLabel = "ENDPOINT/RECORD", description = "the endpoint and the record, as its notice has them")
    private String which = "";

    @Option(
            names = "--hours",
            paramLabel = "HOURS",
            description = "how long it is left alone: " + Instruction.LONGEST_HOURS + " (default) or fewer")
    private int hours = Instruction.LONGEST_HOURS;

    UndoRepair(Terminal terminal) {
        super(terminal);
    }

    @Override
    String expected() {
        return "expected ENDPOINT/RECORD, as the notice has it, found " + Quoted.of(which);
    }

    @Override
    Json.Obj asked(String by) {
        var slash = which.indexOf('/');
        return Json.object()
                .put("schema", Intervention.SCHEMA)
                .put("action", "undo")
                .put("endpoint", slash < 0 ? which : which.substring(0, slash))
                .put("record", Optional.of(which.substring(slash + 1)).filter(_ -> slash >= 0))
                .put("reason", reason)
                .put("hours", hours)
                .put("by", by)
                .build();
    }
}
