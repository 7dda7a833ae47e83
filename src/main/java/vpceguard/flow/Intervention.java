package vpceguard.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import vpceguard.event.Instruction;
import vpceguard.event.Instruction.Action;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;
import vpceguard.json.Parsed.Ok;
import vpceguard.json.Quoted;
import vpceguard.json.Sha256;
import vpceguard.model.EndpointId;

/// A request that a person sends to the function behind `undo` and `follow` (`docs/undo.md`).
///
/// @param undone the cause of the record to undo; empty for `FOLLOW`
/// @param reason why, from 3 to 500 characters
/// @param hours how long what was undone is left to people, from 1 to 72
/// @param claimed who sends it, where AWS does not say so
public record Intervention(
        Action action, EndpointId endpoint, Optional<String> undone, String reason, int hours, String claimed) {
    public static final String SCHEMA = "vpceguard/intervention/1";
    private static final Pattern CAUSE = Pattern.compile("[!-~]{1,200}");
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_NAME = 200;

    public Json.Obj json() {
        return Json.object()
                .put("schema", SCHEMA)
                .put("action", action.name().toLowerCase(Locale.ROOT))
                .put("endpoint", endpoint.value())
                .put("record", undone)
                .put("reason", reason)
                .put("hours", hours)
                .put("by", claimed)
                .build();
    }

    /// Names exactly this: a proof of who sends it is for nothing else.
    public String purpose() {
        return Sha256.of(json());
    }

    /// What the record will say.
    ///
    /// @param verified who it is, if AWS says so
    public Instruction instruction(Optional<String> verified, Instant now) {
        return new Instruction(
                action,
                verified.orElse(claimed),
                verified.isPresent(),
                reason,
                undone,
                undone.map(_ -> now.plus(Duration.ofHours(hours))));
    }

    /// Reads it strictly.
    public static Parsed<Intervention> read(Json json) {
        var action = json.textAt("action").flatMap(Intervention::action);
        var endpoint = json.textAt("endpoint").flatMap(EndpointId::of);
        var undone = json.textAt("record").filter(cause -> CAUSE.matcher(cause).matches());
        var reason = json.textAt("reason").map(String::strip);
        var hours = json.at("hours").map(Intervention::hours).orElse(Optional.of(Instruction.LONGEST_HOURS));
        if (json.textAt("schema").filter(SCHEMA::equals).isEmpty()) {
            return refused("schema", SCHEMA, json);
        }
        if (action.isEmpty()) {
            return refused("action", "undo or follow", json);
        }
        if (endpoint.isEmpty()) {
            return refused("endpoint", "an id such as vpce-0123456789abcdef0", json);
        }
        if (undone.isPresent() != (action.get() == Action.UNDO)) {
            return refused("record", "the cause of a record for undo, and none for follow", json);
        }
        if (reason.filter(text -> text.length() >= 3 && text.length() <= LONGEST_REASON)
                .isEmpty()) {
            return refused("reason", "why, in 3 to " + LONGEST_REASON + " characters", json);
        }
        var by = json.textAt("by").filter(name -> !name.isBlank()).orElse("nobody");
        if (by.length() > LONGEST_NAME) {
            return refused("by", "a name of at most " + LONGEST_NAME + " characters", json);
        }
        if (hours.isEmpty()) {
            return refused("hours", "from 1 to " + Instruction.LONGEST_HOURS, json);
        }
        return new Ok<>(new Intervention(action.get(), endpoint.get(), undone, reason.get(), hours.get(), by));
    }

    private static Optional<Action> action(String word) {
        return switch (word) {
            case "undo" -> Optional.of(Action.UNDO);
            case "follow" -> Optional.of(Action.FOLLOW);
            default -> Optional.empty();
        };
    }

    private static Optional<Integer> hours(Json json) {
        return json instanceof Json.Num(var literal) && literal.matches("[1-9][0-9]?")
                ? Optional.of(Integer.parseInt(literal)).filter(hours -> hours <= Instruction.LONGEST_HOURS)
                : Optional.empty();
    }

    private static Malformed<Intervention> refused(String member, String expected, Json json) {
        var found = json.at(member)
                .map(value -> value instanceof Json.Num(var literal)
                        ? literal
                        : value.text().map(Quoted::of).orElseGet(value::kind))
                .orElse("nothing");
        return new Malformed<>(JsonPointer.ROOT.child(member), "expected " + expected + ", found " + found);
    }
}
