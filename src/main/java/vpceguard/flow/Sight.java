package vpceguard.flow;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import vpceguard.control.Assessment;
import vpceguard.control.Control;
import vpceguard.control.Controls;
import vpceguard.control.Finding;
import vpceguard.control.Matter;
import vpceguard.flow.Standing.Told;
import vpceguard.json.Json;
import vpceguard.json.Parsed;
import vpceguard.json.Sha256;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.NetworkJson;
import vpceguard.notice.MendedNotice.Mended;
import vpceguard.perimeter.Existing;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.Perimeter;
import vpceguard.policy.Decision;
import vpceguard.policy.Evaluator;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.Request;
import vpceguard.remediation.Due;
import vpceguard.remediation.Plan;
import vpceguard.remediation.Refusal;
import vpceguard.remediation.Remediation.Revert;

/// One endpoint as a sweep sees it, with what the ledger knew of it.
///
/// @param existing what follows for that which stood before
/// @param repair of what stood before, once it was told when, or as it would be in `observe`; if none is asked for it
///     writes nothing
/// @param detachable what is attached that the repair may detach, since people were told of it
record Sight(
        Endpoint endpoint,
        Standing standing,
        Assessment assessment,
        Existing existing,
        Plan repair,
        Attachments detachable,
        Mode mode,
        Instant now) {
    private static final Duration REMINDED = Duration.ofDays(30);
    /// An event that takes longer does not come.
    private static final Duration LATE = Duration.ofMinutes(15);
    /// In the place of a control's id, for questions that are open.
    static final String OPEN = "open";

    boolean isFirst() {
        return standing.policy().isEmpty();
    }

    /// Whether the endpoint was made since, and its event is late beyond hope.
    boolean isMissed(Instant installedAt) {
        return madeSince(installedAt).filter(at -> at.plus(LATE).isBefore(now)).isPresent();
    }

    /// Whether it was made a moment ago, so that its event may still come: whoever notes it now takes it for known.
    boolean isYoung(Instant installedAt) {
        return madeSince(installedAt).isPresent() && !isMissed(installedAt);
    }

    private Optional<Instant> madeSince(Instant installedAt) {
        return isFirst() ? endpoint.createdAt().filter(installedAt::isBefore) : Optional.empty();
    }

    /// Names this sight of the endpoint, so that the next sweep knows whether it saw it before.
    String digest() {
        return Sha256.of(Json.object()
                .put("policy", Standing.fingerprint(endpoint.policy().orElse("")))
                .put("network", NetworkJson.write(endpoint.network()))
                .build());
    }

    /// Names what people could be told, by control, witness and place.
    Set<String> keys() {
        var keys = new HashSet<String>();
        if (existing.isTold()) {
            assessment.findings().stream().map(Finding::key).forEach(keys::add);
            assessment.open().stream().map(open -> OPEN + ":" + open).forEach(keys::add);
        }
        return keys;
    }

    /// Whether what was found of it before is over: the control finds nothing, or the policy denies the request that
    /// showed it.
    boolean isOver(Finding before) {
        return assessment.isMet(before.controlId())
                || before.witness().filter(this::isDenied).isPresent();
    }

    private boolean isDenied(Request request) {
        return endpoint.policy()
                .map(PolicyReader::read)
                .filter(read -> read instanceof Parsed.Ok<Policy>(var policy)
                        && Evaluator.decide(policy, request, endpoint.type()) == Decision.DENIED)
                .isPresent();
    }

    /// What people were told of, and what is over without a repair; also what was over before, while copies failed.
    Optional<Mended> mended() {
        var told = controls(standing.told().keys());
        told.addAll(standing.told().owed());
        // Copies of a record that is open may be on their way, and a call that was dealt with since knows better.
        if (standing.open().isEmpty() && standing.explains(endpoint)) {
            told.addAll(ofCalls());
        }
        told.removeAll(controls(keys()));
        return Mended.of(endpoint, told, assessment);
    }

    /// The controls of what calls told, but for what only looks at calls can tell. What one changed of the network is
    /// over once a compliant call left it so.
    private Set<String> ofCalls() {
        var controls = standing.inCopies();
        boolean isAsBaseline = standing.baseline().equals(Optional.of(endpoint.network()));
        controls.removeIf(id ->
                Controls.isAbout(Matter.CALL, id) && !(isAsBaseline && id.equals(Controls.NETWORK_SETTINGS_CHANGED)));
        return controls;
    }

    /// The controls that are found still and of which a copy failed.
    Set<String> owed() {
        var owed = new HashSet<>(standing.told().owed());
        owed.retainAll(controls(keys()));
        return owed;
    }

    /// The assessment by these controls alone.
    Assessment by(Set<String> controls) {
        return assessment.without(assessment.results().keySet().stream()
                .map(Control::id)
                .filter(id -> !controls.contains(id)
                        && !(controls.contains(OPEN) && assessment.raises(id) && !assessment.finds(id)))
                .collect(toSet()));
    }

    /// The same by how the endpoint is connected alone; a date that was told stays, and none is told for this.
    Sight byNetwork() {
        var dated = promised().isPresent() ? repair : Plan.nothing();
        return new Sight(endpoint, standing, by(Controls.NETWORK), existing, dated, detachable, mode, now);
    }

    /// What people could be told, with what they were told and nobody can judge now: it is over once somebody can.
    private Set<String> known() {
        var judged = controls(keys());
        judged.addAll(assessment.exempt().keySet());
        judged.add(OPEN);
        var known = new HashSet<>(keys());
        standing.told().keys().stream()
                .filter(key -> !judged.contains(control(key)) && !assessment.isMet(control(key)))
                .forEach(known::add);
        return known;
    }

    /// The controls that keys of findings name.
    static Set<String> controls(Set<String> keys) {
        return keys.stream().map(Sight::control).collect(toCollection(HashSet::new));
    }

    /// The keys of what is not over.
    static Set<String> without(Set<String> keys, Mended mended) {
        var over = mended.controls();
        return keys.stream().filter(key -> !over.contains(control(key))).collect(toSet());
    }

    private static String control(String key) {
        return key.substring(0, key.indexOf(':'));
    }

    /// Whether people do not know all of it, or were told long ago, or not when it is repaired, or that it would be by
    /// now.
    boolean isNews() {
        var told = standing.told();
        return !told.keys().containsAll(keys())
                || (!keys().isEmpty()
                        && (told.at()
                                        .filter(at -> at.plus(REMINDED).isAfter(now))
                                        .isEmpty()
                                || (repair.writes() && !told.due().equals(due()))
                                || hasComeSince(told)));
    }

    /// Whether the date of a repair that is not made was over only after people were told of it.
    private boolean hasComeSince(Told told) {
        return mode == Mode.OBSERVE
                && isDue()
                && told.due()
                        .filter(due -> told.at().filter(due.date()::isAfter).isPresent())
                        .isPresent();
    }

    /// What people know once they were told of this.
    Told told() {
        return told(known(), Optional.of(now), shown());
    }

    /// What they know still when some of it is over, whatever else there is by now. A control that finds something else
    /// than they were told of is not over.
    Told rest() {
        var known = known();
        var rest = new HashSet<>(standing.told().keys());
        rest.removeIf(key -> !known.contains(key) && !assessment.finds(control(key)));
        return told(rest, standing.told().at(), standing.told().due().filter(_ -> due().isPresent()));
    }

    /// What they know already, once all copies about this were sent.
    Told unchanged() {
        var told = standing.told();
        return new Told(told.keys(), told.at(), told.due(), unsettled());
    }

    private Told told(Set<String> known, Optional<Instant> at, Optional<Due> due) {
        return known.isEmpty() ? Told.NOTHING.owing(unsettled()) : new Told(known, at, due, unsettled());
    }

    /// The controls of which a copy failed, and nobody can tell now what it should say.
    private Set<String> unsettled() {
        var unsettled = new HashSet<>(standing.told().owed());
        unsettled.removeIf(control -> controls(keys()).contains(control)
                || assessment.isMet(control)
                || assessment.exempt().containsKey(control)
                || control.equals(OPEN));
        return unsettled;
    }

    /// When what stood before is repaired: a date that was told does not move, also while a question is open. It is
    /// over once nothing is left to repair. What comes later has a date of its own, and so has what was told in
    /// `observe`. If a repair waits beyond its date for a place under the cap, was refused, or is only observed,
    /// and something came to be detached, all of it has a new one.
    Optional<Due> due() {
        return repair.writes()
                ? promised()
                        .filter(due -> now.isBefore(due.date())
                                || detached().minus(detachable).isEmpty())
                        .or(() -> existing.graceDays()
                                .map(days -> new Due(now.plus(Duration.ofDays(days)), mode, refused())))
                : promised()
                        .filter(_ -> existing.isRepaired() && !assessment.open().isEmpty());
    }

    /// What of it people were told of. A date is for nothing else: whoever has that detached then is surprised.
    static Attachments detachable(Endpoint endpoint, Assessment assessment, Standing standing, Perimeter perimeter) {
        var ids = assessment.findings().stream()
                .filter(finding -> Controls.NETWORK.contains(finding.controlId())
                        && Controls.remediates(finding.controlId(), perimeter)
                        && standing.told().keys().contains(finding.key()))
                .map(finding -> finding.evidence().observed())
                .collect(toSet());
        return endpoint.network().attachments().and(new Attachments(ids, ids, ids));
    }

    /// A new date makes nobody forget that EC2 refused it on the one before.
    private Optional<Refusal> refused() {
        return promised().flatMap(Due::refusal);
    }

    private Attachments detached() {
        return repair.revert().map(Revert::removed).orElse(Attachments.NONE);
    }

    /// The date that was told, if it holds in the mode of now.
    private Optional<Due> promised() {
        return standing.told().due().filter(due -> due.holdsIn(mode));
    }

    /// The same for people: in `observe` nothing is repaired, whenever it was said.
    Optional<Due> shown() {
        return due().map(due -> due.in(mode));
    }

    /// Whether the date has come of something that was told.
    boolean isDue() {
        return promised().filter(due -> !now.isBefore(due.date())).isPresent()
                && (repair.policy().isPresent() || !detached().and(detachable).isEmpty());
    }
}
