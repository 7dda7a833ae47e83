package vpceguard.control;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import vpceguard.perimeter.Clause;
import vpceguard.policy.Policy;
import vpceguard.policy.proof.Containment;
import vpceguard.policy.proof.Possible;

/// Containment questions about the conditions of one policy on one endpoint. An answer is empty if there is
/// nothing to ask.
///
/// Questions about one condition alone are as short as the condition, unless it has wildcards, of which few
/// characters make many cases. These, and questions about the whole policy, are limited in number: the
/// longer the policy, the fewer are asked, so that a policy made to be slow cannot keep the guard from its
/// work.
final class ConditionQuestions {
    /// Characters of policy that questions may be about, all together: thirty times the longest policy.
    private static final int MOST_CHARACTERS = 600_000;

    /// What a condition with wildcards counts as.
    private static final int WITH_WILDCARDS = 5_000;

    /// A star at the end is none: it makes one case more.
    private static final Pattern WILDCARD = Pattern.compile("\\?|\\*.");

    private static final Containment NOT_ASKED =
            new Containment.Unknown("not examined, since the policy is too long to ask so much of it");

    private static final Possible NOT_ASKED_WITH_AXIOMS = new Possible(NOT_ASKED, Set.of());

    /// With the axioms that a witness breaks, and again for a telling one.
    private static final int EACH_WITH_AXIOMS = 4;

    private final Subject subject;

    /// Lets through what requests through the endpoint can be.
    private final Policy through;

    private final Map<Integer, Containment> redundant = new HashMap<>();
    private final int whole;
    private int left;
    private int leftOut;

    ConditionQuestions(Policy policy, Subject subject) {
        this.subject = subject;
        this.through = ThroughEndpoint.of(subject, policy);
        this.whole = policy.text().length();
        this.left = MOST_CHARACTERS;
    }

    /// How many questions were not asked.
    int leftOut() {
        return leftOut;
    }

    /// Whether no request meets it, because it asks for the address that requests through an endpoint do not have.
    Optional<Containment> isNeverMet(ConditionLine line) {
        return line.condition().name().equals("aws:sourceip")
                ? Optional.of(byItself(line.alone(), Policy.NOTHING, line))
                : Optional.empty();
    }

    /// Whether every request meets it. It is asked of the condition by itself, since one that only repeats what stands
    /// beside it is careful, not idle.
    Containment isAlwaysMet(ConditionLine line) {
        return byItself(line.unconditioned(), line.alone(), line);
    }

    /// Whether other statements let through what it holds back. They do not, if they hold back some of what the
    /// statement lets through with it, which is asked once a statement.
    Optional<Containment> isShadowed(ConditionLine line) {
        var others = line.others();
        if (others.statements().isEmpty()) {
            return Optional.empty();
        }
        var own = redundant.computeIfAbsent(line.index(), _ -> ofWhole(() -> within(line.own(), others)));
        return Optional.of(own instanceof Containment.NotContained ? own : ofWhole(() -> within(line.left(), others)));
    }

    /// Whether what passes it because the key is absent lies inside the perimeter all the same.
    Optional<Possible> isHarmlessWithoutKey(ConditionLine line) {
        return line.passesWithoutKey()
                ? clause(line)
                        .map(clause ->
                                mayAsk(EACH_WITH_AXIOMS * whole) ? harmless(line, clause) : NOT_ASKED_WITH_AXIOMS)
                : Optional.empty();
    }

    private Possible harmless(ConditionLine line, Clause clause) {
        return TellingWitness.of(
                List.of(line.lacking(), through), subject.ceiling().only(clause).policy(), subject);
    }

    private Containment ofWhole(Supplier<Containment> question) {
        return mayAsk(whole) ? question.get() : NOT_ASKED;
    }

    private boolean mayAsk(int characters) {
        left -= characters;
        leftOut += left < 0 ? 1 : 0;
        return left >= 0;
    }

    /// The clause that a key is about.
    private static Optional<Clause> clause(ConditionLine line) {
        var key = line.condition().name();
        if (key.startsWith("aws:principal")) {
            return Optional.of(Clause.IDENTITIES);
        }
        return key.startsWith("aws:resource") ? Optional.of(Clause.RESOURCES) : Optional.empty();
    }

    private Containment within(Policy policy, Policy other) {
        return Containment.of(
                List.of(policy, through), other, subject.endpoint().type());
    }

    private Containment byItself(Policy policy, Policy other, ConditionLine line) {
        var isHard = line.condition().patterns().stream()
                .anyMatch(pattern -> WILDCARD.matcher(pattern).find());
        return isHard && !mayAsk(WITH_WILDCARDS)
                ? NOT_ASKED
                : Containment.of(
                        List.of(policy, ThroughEndpoint.of(subject, line.alone())),
                        other,
                        subject.endpoint().type());
    }
}
