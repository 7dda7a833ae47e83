package vpceguard.cli;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vpceguard.aws.ledger.LedgerRecords;
import vpceguard.json.JsonWriter;
import vpceguard.remediation.RecordJson;
import vpceguard.remediation.RemediationRecord;

/// What was done, from one day to another?
@Command(
        name = "audit",
        header = "Lists what was done and told, a line each, from one day to another.",
        customSynopsis = {
            "vpce-guard audit --table=NAME [--from=DAY] [--to=DAY] [--region=REGION]",
            "                        [--profile=NAME] [--json]"
        },
        footer = {
            "",
            "The lines are CSV (RFC 4180) with a heading, in the order in which the records",
            "were opened; days are UTC, both included. With --json each line is the record",
            "itself, as the ledger keeps it. The whole table is read.",
            "",
            "Examples:",
            "  vpce-guard audit --table=vpce-guard-Ledger-1ABC > all.csv",
            "  vpce-guard audit --table=vpce-guard-Ledger-1ABC --from=2026-11-01 --to=2026-11-30"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all are listed, also if there are none",
            "2:wrong usage, an unreadable record, or AWS cannot be asked",
            "70:internal error"
        })
final class Audit implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--table", required = true, paramLabel = "NAME", description = "the ledger, output LedgerTable")
    private String table = "";

    @Option(names = "--from", paramLabel = "DAY", description = "first day, such as 2026-11-01")
    private Optional<LocalDate> from = Optional.empty();

    @Option(names = "--to", paramLabel = "DAY", description = "last day")
    private Optional<LocalDate> to = Optional.empty();

    @Option(names = "--json", description = "the records as JSON lines")
    private boolean json;

    @Mixin
    private Access access = new Access();

    Audit(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (from.isPresent() && to.filter(from.get()::isAfter).isPresent()) {
            return terminal.refuse("--from is after --to, expected the first day and the last one");
        }
        var records = access.ask((account, region) ->
                StoredRecord.all(table, LedgerRecords.in(account, region, table).all()));
        return terminal.answer(records, all -> {
            if (!json) {
                terminal.out().print(AuditLine.HEADING);
            }
            all.stream()
                    .filter(this::isWanted)
                    .forEach(record -> terminal.out()
                            .print(json ? JsonWriter.compact(RecordJson.write(record)) + "\n" : AuditLine.of(record)));
            return 0;
        });
    }

    private boolean isWanted(RemediationRecord record) {
        var day = LocalDate.ofInstant(record.openedAt(), ZoneOffset.UTC);
        return from.filter(day::isBefore).isEmpty() && to.filter(day::isAfter).isEmpty();
    }
}
