package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vpceguard.policy.Glob;

/// Representatives of all texts: for each combination of lists that some text matches, one such text. A text
/// matches a list if it matches one of its patterns, so that patterns which stand in the same lists count as
/// one kind.
///
/// The literal beginnings of the patterns make a tree, which is walked down; at the first wildcards all
/// patterns that got so far are walked together (`Walk`). One character that no pattern names stands for all
/// such.
final class Texts {
    /// No digits: what no pattern names is no number, date or address.
    private static final String FRESH = "xqzjkwyvghumbcdfilnoprstae";

    /// Of characters in patterns, of which a walk has a bit each.
    private static final long MOST_PLACES = 64_000_000;

    private final Shape shape;
    private final int most;

    /// By their tokens, so that those which begin alike stand together.
    private final List<Member> members = new ArrayList<>();

    private final int characters;
    private final char fresh;

    /// Of kinds.
    private final Set<BitSet> combinations = new HashSet<>();

    private final List<String> found = new ArrayList<>();

    /// A pattern and its kind.
    record Member(Glob glob, int kind) {}

    private Texts(Collection<List<Glob>> lists, Shape shape, int most) {
        this.most = most;
        this.shape = shape;
        var places = new HashMap<Glob, BitSet>();
        int place = 0;
        for (var globs : lists) {
            for (var glob : globs) {
                places.computeIfAbsent(glob, _ -> new BitSet()).set(place);
            }
            place++;
        }
        var kinds = new HashMap<BitSet, Integer>();
        places.forEach((glob, standing) ->
                members.add(new Member(glob, kinds.computeIfAbsent(standing, _ -> kinds.size()))));
        members.sort((one, other) -> Glob.BY_TOKENS.compare(one.glob, other.glob));
        var used = usedCharacters();
        this.characters = used.cardinality();
        this.fresh = freshCharacter(used);
    }

    /// The representatives, one that matches as little as possible first; empty if there are too many cases.
    static Optional<List<String>> representatives(Collection<List<Glob>> lists, Shape shape) {
        return representatives(lists, shape, Walk.MOST_STATES);
    }

    /// @param most states of a walk, where more are too many
    static Optional<List<String>> representatives(Collection<List<Glob>> lists, Shape shape, int most) {
        var texts = new Texts(lists, shape, most);
        return texts.descend(texts.members, 0, 0, new BitSet()) ? Optional.of(texts.found) : Optional.empty();
    }

    private BitSet usedCharacters() {
        var used = new BitSet();
        for (var member : members) {
            var tokens = member.glob.tokens();
            for (int i = 0; i < tokens.length(); i++) {
                // Wildcards are far behind all others, where a bit for each is much memory.
                if (Alphabet.isCharacter(tokens.charAt(i))) {
                    used.set(tokens.charAt(i));
                }
            }
        }
        return used;
    }

    private static char freshCharacter(BitSet used) {
        int at = 0;
        while (at < FRESH.length() && used.get(FRESH.charAt(at))) {
            at++;
        }
        int c = at < FRESH.length() ? FRESH.charAt(at) : 'à';
        while (used.get(c) || Glob.folded((char) c) != c) {
            c++;
        }
        return (char) c;
    }

    /// Finds the texts that begin as some patterns do; false if there are too many cases.
    ///
    /// @param begun the patterns, which have their first `at` characters in common
    /// @param place how far these characters lead into the shape
    /// @param settled kinds that match whatever follows
    private boolean descend(List<Member> begun, int at, int place, BitSet settled) {
        for (var member : begun) {
            if (member.glob.endsWithStarAt(at)) {
                settled.set(member.kind);
            }
        }
        var matching = (BitSet) settled.clone();
        var open = new ArrayList<Member>();
        var longer = new ArrayList<Member>();
        var isWild = false;
        for (var member : begun) {
            if (!settled.get(member.kind)) {
                open.add(member);
                if (member.glob.tokens().length() == at) {
                    matching.set(member.kind);
                } else {
                    longer.add(member);
                    isWild |= member.glob.isWildAt(at);
                }
            }
        }
        if (isWild) {
            return walk(open, at, place, settled);
        }
        var beginning = begun.isEmpty() ? "" : begun.getFirst().glob.tokens().substring(0, at);
        if (longer.isEmpty() || shape.step(place, fresh) >= 0) {
            addBeyond(beginning, place, settled);
        }
        if (place == shape.end()) {
            add(matching, beginning);
        }
        for (int from = 0; from < longer.size(); ) {
            int to = from + 1;
            while (to < longer.size() && next(longer, to, at) == next(longer, from, at)) {
                to++;
            }
            if (!branch(longer.subList(from, to), at, place, settled)) {
                return false;
            }
            from = to;
        }
        return true;
    }

    private static char next(List<Member> members, int i, int at) {
        return members.get(i).glob.tokens().charAt(at);
    }

    /// Goes on to where some patterns, which have their next character in common, differ or have a wildcard.
    private boolean branch(List<Member> begun, int at, int place, BitSet settled) {
        var first = begun.getFirst().glob.tokens();
        var last = begun.getLast().glob.tokens();
        int common = first.length();
        for (var member : begun) {
            common = Math.min(common, member.glob.literal());
        }
        int differs = at;
        while (differs < common && first.charAt(differs) == last.charAt(differs)) {
            differs++;
        }
        int reached = place;
        for (int i = at; i < differs; i++) {
            if (i > at && shape.step(reached, fresh) >= 0) {
                addBeyond(first.substring(0, i), reached, settled);
            }
            reached = shape.step(reached, first.charAt(i));
            if (reached < 0) {
                return true;
            }
        }
        return descend(begun, differs, reached, (BitSet) settled.clone());
    }

    private boolean walk(List<Member> open, int at, int place, BitSet settled) {
        long length = 0;
        for (var member : open) {
            length += member.glob.tokens().length() - at;
        }
        if (length * characters > MOST_PLACES) {
            return false;
        }
        var matches = new Walk(open, at, shape, fresh).matches(place, most);
        if (matches.isEmpty()) {
            return false;
        }
        for (var match : matches.get()) {
            match.kinds().or(settled);
            add(match.kinds(), match.text());
        }
        return true;
    }

    /// A text that begins so and goes on as no pattern does, unless there is one like it.
    private void addBeyond(String beginning, int place, BitSet settled) {
        if (!combinations.contains(settled)) {
            add(settled, shape.completed(beginning, place, fresh));
        }
    }

    private void add(BitSet matching, String text) {
        if (combinations.add(matching)) {
            found.add(text);
        }
    }
}
