package vpceguard.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vpceguard.aws.ledger.LedgerRecords;
import vpceguard.cli.Input.Refused;
import vpceguard.event.Origin;
import vpceguard.json.Json;
import vpceguard.json.Quoted;
import vpceguard.model.EndpointId;
import vpceguard.notice.Notice;
import vpceguard.notice.RecordNotice;
import vpceguard.notice.Sender;
import vpceguard.remediation.RemediationRecord;

/// What happened to an endpoint, and why?
@Command(
        name = "explain",
        header = "Says in words what a record of the ledger holds: what, who, why, before, after, and the way back.",
        customSynopsis = {
            "vpce-guard explain [--json] RECORD.json",
            "       vpce-guard explain --table=NAME --endpoint=ID [--cause=ID]",
            "                          [--region=REGION] [--profile=NAME] [--json]"
        },
        footer = {
            "",
            "A file holds a record as the ledger keeps it, or what aws dynamodb get-item",
            "prints. From the table come all records of an endpoint, or the one of a cause,",
            "which is the eventID of the call in CloudTrail. Every notice names table,",
            "endpoint and cause.",
            "",
            "Examples:",
            "  vpce-guard explain record.json",
            "  aws dynamodb get-item ... | vpce-guard explain /dev/stdin",
            "  vpce-guard explain --table=vpce-guard-Ledger-1ABC \\",
            "    --endpoint=vpce-0123456789abcdef0"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is told",
            "1:there is no such record",
            "2:wrong usage, an unreadable record, or AWS cannot be asked",
            "70:internal error"
        })
final class Explain implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "0..1", paramLabel = "RECORD.json", description = "a record in a file")
    private Optional<String> file = Optional.empty();

    @Option(names = "--table", paramLabel = "NAME", description = "the ledger, output LedgerTable of the stack")
    private Optional<String> table = Optional.empty();

    @Option(names = "--endpoint", paramLabel = "ID", description = "the endpoint")
    private Optional<String> endpoint = Optional.empty();

    @Option(names = "--cause", paramLabel = "ID", description = "what led to the record")
    private Optional<String> cause = Optional.empty();

    @Option(names = "--json", description = "answer in JSON, a list of notices by docs/notice.schema.json")
    private boolean json;

    @Mixin
    private Access access = new Access();

    Explain(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return terminal.answer(records(), all -> {
            if (all.isEmpty()) {
                terminal.remark("vpce-guard: the ledger has no such record");
            }
            if (json) {
                terminal.print(new Json.Arr(notices(all).map(Notice::json).toList()));
            } else {
                text(notices(all)).lines().forEach(terminal::say);
            }
            return all.isEmpty() ? 1 : 0;
        });
    }

    /// One after the other, with an empty line between them.
    static String text(Stream<Notice> notices) {
        return notices.map(notice -> notice.text().strip()).collect(Collectors.joining("\n\n"));
    }

    private Stream<Notice> notices(List<RemediationRecord> records) {
        return records.stream().map(record -> RecordNotice.of(record, sender(record.origin())));
    }

    private Sender sender(Origin origin) {
        return new Sender(origin.account(), origin.region(), "STACK", table.orElse("TABLE"));
    }

    private Input<List<RemediationRecord>> records() {
        if (file.isPresent() && endpoint.isEmpty() && cause.isEmpty()) {
            return TextFile.read(file.get())
                    .then(text -> StoredRecord.read(file.get(), text))
                    .map(List::of);
        }
        if (file.isPresent() || table.isEmpty() || endpoint.isEmpty()) {
            return new Refused<>("explain needs a file, RECORD.json, or --table and --endpoint");
        }
        return EndpointId.of(endpoint.get())
                .map(id -> access.ask((account, region) -> read(LedgerRecords.in(account, region, table.get()), id)))
                .orElseGet(() -> new Refused<>("--endpoint is " + Quoted.of(endpoint.get())
                        + ", expected an id such as vpce-0123456789abcdef0"));
    }

    private Input<List<RemediationRecord>> read(LedgerRecords ledger, EndpointId id) {
        var texts = cause.map(one -> ledger.find(id, one).stream()).orElseGet(() -> ledger.of(id));
        return StoredRecord.all(id.value(), texts);
    }
}
