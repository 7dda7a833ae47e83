package vpceguard.perimeter;

import static java.util.stream.Collectors.toMap;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;
import vpceguard.json.Parsed.Ok;
import vpceguard.json.Quoted;
import vpceguard.perimeter.Perimeter.ApprovedNetwork;
import vpceguard.perimeter.Perimeter.ApprovedServices;
import vpceguard.policy.proof.Digest;

/// Reads a perimeter document: `{"organizations": ["o-…"], "accounts": ["1234…"], "controls": {"<id>": "off"}}`.
///
/// Each member may be left out, though somebody must be trusted. Accounts are trusted as callers and as owners of
/// resources. A control is `off`, at `notify` or at `remediate`, by default as the control itself says. Whatever else
/// stands there is refused with its place: a word overlooked could be a restriction lost.
public final class PerimeterReader {
    private static final List<String> MEMBERS = List.of("organizations", "accounts", "controls");
    private static final Map<String, Level> LEVELS = Arrays.stream(Level.values())
            .collect(toMap(
                    level -> level.name().toLowerCase(Locale.ROOT),
                    level -> level,
                    (one, _) -> one,
                    LinkedHashMap::new));

    private PerimeterReader() {}

    /// The perimeter, or the first place that is not understood.
    ///
    /// @param partition where the perimeter's accounts are: `aws`, `aws-cn`, `aws-us-gov`, …
    /// @param controls the ids that there are
    public static Parsed<Perimeter> read(Json document, String partition, Set<String> controls) {
        var revision = "document-" + Digest.of(document).substring(0, 12);
        return members(document)
                .then(members -> ids(members, "organizations", Perimeter.ORGANIZATION, "an id like o-a1b2c3d4e5")
                        .then(organizations -> ids(members, "accounts", Perimeter.ACCOUNT, "an account id of 12 digits")
                                .then(accounts -> levels(members, new TreeSet<>(controls))
                                        .then(levels ->
                                                perimeter(partition, organizations, accounts, levels, revision)))));
    }

    private static Parsed<Perimeter> perimeter(
            String partition,
            Set<String> organizations,
            Set<String> accounts,
            Map<String, Level> levels,
            String revision) {
        return organizations.isEmpty() && accounts.isEmpty()
                ? new Malformed<>(
                        JsonPointer.ROOT,
                        "nobody is trusted, which would lock everyone out; expected an organization or an account")
                : new Ok<>(new Perimeter(
                        partition,
                        organizations,
                        accounts,
                        levels,
                        new ApprovedServices(Set.of(), Set.of()),
                        new ApprovedNetwork(Optional.empty(), Optional.empty(), Optional.empty()),
                        revision));
    }

    private static Parsed<Json.Obj> members(Json document) {
        if (!(document instanceof Json.Obj members)) {
            return unexpected(JsonPointer.ROOT, "an object", document);
        }
        for (var name : members.members().keySet()) {
            if (!MEMBERS.contains(name)) {
                return unknown(JsonPointer.ROOT.child(name), "member", name, MEMBERS);
            }
        }
        return new Ok<>(members);
    }

    private static Parsed<Set<String>> ids(Json.Obj members, String name, Pattern form, String expected) {
        var here = JsonPointer.ROOT.child(name);
        var value = members.get(name).orElse(new Json.Arr(List.of()));
        if (!(value instanceof Json.Arr(var items))) {
            return unexpected(here, "a list", value);
        }
        var ids = new LinkedHashSet<String>();
        for (int i = 0; i < items.size(); i++) {
            var item = items.get(i);
            if (!(item instanceof Json.Str(var id))) {
                return unexpected(here.child(i), expected + " as a string", item);
            }
            if (!form.matcher(id).matches()) {
                return new Malformed<>(here.child(i), "expected " + expected + ", found " + Quoted.of(id));
            }
            ids.add(id);
        }
        return new Ok<>(ids);
    }

    private static Parsed<Map<String, Level>> levels(Json.Obj members, Set<String> controls) {
        var here = JsonPointer.ROOT.child("controls");
        var value = members.get("controls").orElse(Json.object().build());
        if (!(value instanceof Json.Obj entries)) {
            return unexpected(here, "an object", value);
        }
        var levels = new HashMap<String, Level>();
        for (var entry : entries.members().entrySet()) {
            var id = entry.getKey();
            var place = here.child(id);
            if (!controls.contains(id)) {
                return unknown(place, "control", id, controls);
            }
            if (!(entry.getValue() instanceof Json.Str(var word))) {
                return unexpected(place, "a level", entry.getValue());
            }
            if (!LEVELS.containsKey(word)) {
                return unknown(place, "level", word, LEVELS.keySet());
            }
            levels.put(id, LEVELS.get(word));
        }
        return new Ok<>(levels);
    }

    private static <T> Malformed<T> unexpected(JsonPointer here, String expected, Json found) {
        return new Malformed<>(here, "expected " + expected + ", found " + found.kind());
    }

    private static <T> Malformed<T> unknown(JsonPointer here, String what, String word, Collection<String> known) {
        return new Malformed<>(
                here, "unknown " + what + " " + Quoted.of(word) + ", expected " + String.join(", ", known));
    }
}
