package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vpceguard.json.Json;

/// One conjunction in the complement of Allow statements: the action is one of `actions`, if there are any,
/// and none of `notActions`; the resource is none of `notResources`; and each of the condition lines holds.
record Term(Set<String> actions, Set<String> notActions, Set<String> notResources, Set<Literal> literals) {
    static final Term EVERYTHING = new Term(Set.of(), Set.of(), Set.of(), Set.of());

    /// What cannot be written.
    static final Term OPEN = new Term(Set.of(), Set.of(), Set.of(""), Set.of());

    private static final int MOST_TERMS = 256;

    static Term action(Collection<String> names) {
        return new Term(new LinkedHashSet<>(names), Set.of(), Set.of(), Set.of());
    }

    static Term notAction(Collection<String> patterns) {
        return new Term(Set.of(), new LinkedHashSet<>(patterns), Set.of(), Set.of());
    }

    static Term notResource(Collection<String> patterns) {
        return new Term(Set.of(), Set.of(), new LinkedHashSet<>(patterns), Set.of());
    }

    static Term of(Literal literal) {
        return new Term(Set.of(), Set.of(), Set.of(), Set.of(literal));
    }

    /// A term and one way of each, in all combinations, without those that another one holds; empty if too
    /// many, or if a way cannot be written.
    static Optional<List<Term>> product(Term within, List<List<Term>> ways) {
        List<Term> terms = List.of(within);
        for (var choice : ways) {
            if (choice.contains(OPEN)) {
                return Optional.empty();
            }
            var next = new ArrayList<Term>();
            for (var term : terms) {
                for (var way : choice) {
                    next.add(term.and(way));
                }
            }
            terms = next.stream()
                    .distinct()
                    .filter(term -> next.stream().noneMatch(other -> !other.equals(term) && term.isWithin(other)))
                    .toList();
            if (terms.size() > MOST_TERMS) {
                return Optional.empty();
            }
        }
        return Optional.of(terms);
    }

    private Term and(Term other) {
        // Only the one that a product begins with names actions.
        return new Term(
                actions,
                union(notActions, other.notActions),
                union(notResources, other.notResources),
                union(literals, other.literals));
    }

    private static <T> Set<T> union(Set<T> one, Set<T> other) {
        var union = new LinkedHashSet<>(one);
        union.addAll(other);
        return union;
    }

    /// Whether it asks for all that the other asks for.
    private boolean isWithin(Term other) {
        return notActions.containsAll(other.notActions)
                && notResources.containsAll(other.notResources)
                && literals.containsAll(other.literals);
    }

    /// Whether both ask for the same calls and resources.
    boolean isAsWideAs(Term other) {
        return actions.equals(other.actions)
                && notActions.equals(other.notActions)
                && notResources.equals(other.notResources);
    }

    /// The statement that denies it.
    ///
    /// @param conditions all lines of it, by operator and key
    Json.Obj deny(int number, Map<String, Map<String, Set<String>>> conditions) {
        var statement = Json.object()
                .put("Sid", "VpceGuard" + number)
                .put("Effect", "Deny")
                .put("Principal", "*");
        if (actions.isEmpty()) {
            element(statement, "Action", notActions);
        } else {
            statement.put("Action", Json.oneOrList(actions));
        }
        element(statement, "Resource", notResources);
        return conditions.isEmpty()
                ? statement.build()
                : statement.put("Condition", Meet.block(conditions)).build();
    }

    private static void element(Json.Builder statement, String name, Set<String> excepted) {
        if (excepted.isEmpty()) {
            statement.put(name, "*");
        } else {
            statement.put("Not" + name, Json.oneOrList(excepted));
        }
    }
}
