package vpceguard.cli;

import java.time.DateTimeException;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.json.JsonReader;
import vpceguard.json.Quoted;
import vpceguard.remediation.RecordJson;
import vpceguard.remediation.RemediationRecord;

/// Finds the ledger's record in a text that a person hands over.
final class StoredRecord {
    private StoredRecord() {}

    /// All of them, in the order in which they were opened.
    static Input<List<RemediationRecord>> all(String name, Stream<String> texts) {
        return Input.all(texts.toList(), text -> read(name, text))
                .map(records -> records.stream()
                        .sorted(Comparator.comparing(RemediationRecord::openedAt))
                        .toList());
    }

    /// The record as it is, or as `aws dynamodb get-item` prints it.
    ///
    /// @param name where the text comes from, for the refusal
    static Input<RemediationRecord> read(String name, String text) {
        var inItem = JsonReader.read(text)
                .orEmpty()
                .flatMap(json -> json.textAt("Item", "record", "S").or(() -> json.textAt("record", "S")));
        try {
            return new Read<>(RecordJson.read(inItem.orElse(text)));
        } catch (IllegalStateException | IllegalArgumentException | NoSuchElementException | DateTimeException e) {
            return new Refused<>(
                    Quoted.of(name) + ": no record of this version, " + Quoted.of(String.valueOf(e.getMessage())));
        }
    }
}
