package vpceguard.perimeter.document;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vpceguard.json.JsonPointer;
import vpceguard.json.Quoted;
import vpceguard.perimeter.KnownControls;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Levels;

/// `{"*"?: level, "<control>"?: level}`
record LevelsReader(KnownControls known) {
    private static final String EVERY = "*";
    private static final Map<String, Level> LEVELS = Words.of(Level.values());

    Levels read(Node node) {
        var named = new HashMap<String, Level>();
        node.object().members().forEach((id, value) -> {
            var place = new Node(value, node.at().child(id));
            if (!id.equals(EVERY) && !known.ids().contains(id)) {
                throw unknown(place.at(), id);
            }
            named.put(id, level(id, place));
        });
        var every = Optional.ofNullable(named.remove(EVERY));
        return new Levels(every, new TreeMap<>(named));
    }

    /// A control's id.
    static String control(Node node, KnownControls known) {
        var id = node.text();
        if (!known.ids().contains(id)) {
            throw unknown(node.at(), id);
        }
        return id;
    }

    private static Refused unknown(JsonPointer place, String id) {
        return new Refused(place, "unknown control " + Quoted.of(id) + ", expected one of docs/controls");
    }

    private Level level(String id, Node node) {
        var level = node.word("level", LEVELS);
        if (level == Level.QUARANTINE && !known.quarantining().contains(id)) {
            throw node.refused("expected off, notify or remediate, found \"quarantine\", which is for "
                    + String.join(" and ", known.quarantining())
                    + ": other controls find what a tighter policy or a revert puts right");
        }
        return level;
    }
}
