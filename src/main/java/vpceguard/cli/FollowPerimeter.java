package vpceguard.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import vpceguard.flow.Intervention;
import vpceguard.json.Json;
import vpceguard.json.Quoted;

/// Make a policy again from what its owners meant.
@Command(
        name = "follow",
        header = "Lets an endpoint's policy follow a perimeter that was widened since it was tightened.",
        customSynopsis = {
            "vpce-guard follow [--stack=NAME] --reason=WHY [--region=REGION] [--profile=NAME]",
            "                         [--json] ENDPOINT"
        },
        footer = {
            "",
            "The policy is made again from the one that somebody set last, as the ledger has",
            "it, under the ceiling that is in force: proved to lie in both, recorded and told.",
            "Rights are those of vpce-guard undo.",
            "",
            "Example:",
            "  vpce-guard follow --stack=vpce-guard --reason='partner 444455556666 is trusted' \\",
            "    vpce-0123456789abcdef0"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the policy was changed, and seen so",
            "1:it was not, for the reason given",
            "2:wrong usage, no such stack, or AWS cannot be asked",
            "70:internal error"
        })
final class FollowPerimeter extends Intervening {
    @Parameters(paramLabel = "ENDPOINT", description = "the endpoint")
    private String endpoint = "";

    FollowPerimeter(Terminal terminal) {
        super(terminal);
    }

    @Override
    String expected() {
        return "expected an endpoint such as vpce-0123456789abcdef0, found " + Quoted.of(endpoint);
    }

    @Override
    Json.Obj asked(String by) {
        return Json.object()
                .put("schema", Intervention.SCHEMA)
                .put("action", "follow")
                .put("endpoint", endpoint)
                .put("reason", reason)
                .put("by", by)
                .build();
    }
}
