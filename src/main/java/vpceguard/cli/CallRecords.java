package vpceguard.cli;

import static java.util.Comparator.comparing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.json.Json;

/// Calls on endpoints in CloudTrail's files.
final class CallRecords {
    private CallRecords() {}

    /// All records that look like calls on endpoints, in the order of their times.
    static Input<List<Json>> read(List<String> names) {
        var records = new ArrayList<Json>();
        for (var name : names) {
            var read = new RecordSource.Disk(name).each(record -> {
                if (isOfEndpoint(record)) {
                    records.add(record);
                }
            });
            if (read instanceof Refused<Optional<String>>(var reason)) {
                return new Refused<>(reason);
            }
        }
        records.sort(comparing(record -> record.textAt("eventTime").orElse("")));
        return new Read<>(records);
    }

    private static boolean isOfEndpoint(Json record) {
        return record.textAt("eventSource").filter("ec2.amazonaws.com"::equals).isPresent()
                && record.textAt("eventName")
                        .filter(name -> name.matches("(Create|Modify)VpcEndpoint"))
                        .isPresent();
    }
}
