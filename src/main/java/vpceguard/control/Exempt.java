package vpceguard.control;

import java.time.LocalDate;
import vpceguard.json.Json;
import vpceguard.json.Quoted;
import vpceguard.perimeter.Exemption;

/// The reason, owner and last day of an exemption, as findings carry them.
///
/// @param owner who answers for it
/// @param until the last day, to its end in UTC
public record Exempt(String reason, String owner, LocalDate until) {
    static Exempt by(Exemption exemption) {
        return new Exempt(exemption.reason(), exemption.owner(), exemption.until());
    }

    /// In words, after "exempt".
    public String sentence() {
        return "until " + until + ", " + Quoted.of(reason) + ", says " + Quoted.of(owner);
    }

    public Json.Obj json() {
        return Json.object()
                .put("reason", reason)
                .put("owner", owner)
                .put("until", until.toString())
                .build();
    }
}
