package vpceguard.flow;

import java.util.List;
import vpceguard.json.Json;

/// The append-only log of what this function did, for auditors.
public interface Journal {
    /// The beginning of each entry.
    static Json.Builder step(String name) {
        return Json.object().put("schema", "vpceguard/journal/1").put("step", name);
    }

    /// Writes entries to the journal's log group, in order and in one call.
    void append(List<Json.Obj> entries);

    /// Writes an entry to standard output, which costs no call: for what needed nothing done.
    void mention(Json.Obj entry);
}
