package vpceguard.event;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import vpceguard.json.Json;
import vpceguard.json.Quoted;
import vpceguard.json.Stored;

/// What a person told this function to do. Beside a newer intent this alone may widen a policy.
///
/// @param by who, as far as it is known
/// @param verified whether AWS says so; else somebody claims it
/// @param reason in the person's own words, not escaped
/// @param undone the cause of the record that is undone; empty for `FOLLOW`
/// @param until how long what was undone is left to people; empty for `FOLLOW`
public record Instruction(
        Action action, String by, boolean verified, String reason, Optional<String> undone, Optional<Instant> until) {
    /// How many hours what was undone is left to people at most.
    public static final int LONGEST_HOURS = 72;

    /// What can be asked for.
    public enum Action {
        /// Put the before-image of a record back.
        UNDO,
        /// Make the policy again from the intent, under today's ceiling.
        FOLLOW
    }

    public boolean isUndo() {
        return action == Action.UNDO;
    }

    /// Who, for people.
    public String who() {
        return verified ? Quoted.of(by) : "claimed by " + Quoted.of(by);
    }

    public Json.Obj json() {
        return Json.object()
                .put("action", action.name().toLowerCase(Locale.ROOT))
                .put("by", by)
                .put("verified", verified)
                .put("reason", reason)
                .put("undone", undone)
                .put("until", until.map(Instant::toString))
                .build();
    }

    /// Reads what `json()` gave.
    public static Instruction read(Stored stored) {
        return new Instruction(
                Action.valueOf(stored.text("action").toUpperCase(Locale.ROOT)),
                stored.text("by"),
                stored.optionalBool("verified").orElse(false),
                stored.text("reason"),
                stored.optionalText("undone"),
                stored.optionalText("until").map(Instant::parse));
    }
}
