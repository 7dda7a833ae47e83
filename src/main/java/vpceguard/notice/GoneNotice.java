package vpceguard.notice;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vpceguard.json.Json;
import vpceguard.model.EndpointId;
import vpceguard.model.Severity;

/// The notice that endpoints with findings are gone, for Security Hub and other places that keep findings;
/// people do not get it.
public final class GoneNotice {
    private GoneNotice() {}

    /// One notice for all of them.
    ///
    /// @param gone the controls that were told of each endpoint, of which nothing is known by now but that
    public static Notice of(Sender sender, Map<EndpointId, Set<String>> gone, Instant at) {
        var lines = gone.entrySet().stream()
                .map(entry -> line(entry.getKey(), entry.getValue()))
                .toList();
        return AccountNotice.of(
                AccountNotice.MENDED,
                Severity.LOW,
                sender,
                at,
                List.of("NOT CHANGED. Nothing to do: "
                        + (gone.size() == 1 ? "an endpoint is" : gone.size() + " endpoints are")
                        + " gone, and what was found there is over."),
                "endpoints are gone",
                lines);
    }

    private static Json.Obj line(EndpointId endpoint, Set<String> controls) {
        var findings = controls.stream()
                .sorted()
                .map(control -> AccountNotice.ended(control, "the endpoint is gone")
                        .put("repaired", true)
                        .build())
                .toList();
        var gone = Json.object().put("id", endpoint.value()).put("state", "deleted");
        return AccountNotice.line(gone.build(), findings).build();
    }
}
