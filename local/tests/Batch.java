import java.util.List;
import java.util.Map;

/// A function behind a queue: it tells the batch that it got, fails the messages that begin with "fail", and all when one
/// says "boom".
public class Batch {
    @SuppressWarnings("unchecked")
    public Map<String, Object> handle(Map<String, Object> event) {
        var records = (List<Map<String, Object>>) event.get("Records");
        System.out.println("batch " + records.stream().map(Batch::told).toList());
        if (records.stream().anyMatch(record -> record.get("body").equals("boom"))) throw new IllegalStateException("boom");
        return Map.of(
                "batchItemFailures",
                records.stream()
                        .filter(record -> record.get("body").toString().startsWith("fail"))
                        .map(record -> Map.of("itemIdentifier", record.get("messageId")))
                        .toList());
    }

    private static String told(Map<String, Object> record) {
        var attributes = (Map<?, ?>) record.get("attributes");
        return record.get("body") + " (" + attributes.get("ApproximateReceiveCount") + ")";
    }
}
