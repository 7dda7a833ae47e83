package vpceguard.remediation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import vpceguard.control.Assessment;
import vpceguard.control.Controls;
import vpceguard.control.Evidence;
import vpceguard.control.Finding;
import vpceguard.control.Subject;
import vpceguard.event.Touched;
import vpceguard.json.Quoted;
import vpceguard.model.Attachments;
import vpceguard.model.NetworkSettings;
import vpceguard.perimeter.Perimeter;
import vpceguard.remediation.Remediation.Revert;
import vpceguard.remediation.Restraint.Kind;

/// Which network settings of a call are taken back: those that it added and nobody approved and, where
/// `network-settings-changed` asks for it, those of the baseline that it removed or changed.
///
/// An interface endpoint must keep one security group, and one without a subnet or route table would serve
/// nobody, so nothing is ever emptied (EC2 API reference, ModifyVpcEndpoint).
final class Reversal {
    private static final String SETTINGS_CHANGED = Controls.NETWORK_SETTINGS_CHANGED;

    private final Subject subject;
    private final Assessment assessment;
    private final Touched touched;
    private final List<Restraint> restraints = new ArrayList<>();

    private Reversal(Subject subject, Assessment assessment, Touched touched) {
        this.subject = subject;
        this.assessment = assessment;
        this.touched = touched;
    }

    /// The plan with what is taken back, or with why it is not.
    static Plan of(Plan plan, Subject subject, Assessment assessment, Touched touched) {
        var reversal = new Reversal(subject, assessment, touched);
        var restored = reversal.restored();
        var removed = Attachments.NONE;
        for (var kind : Attached.KINDS) {
            removed = removed.plus(kind.only(reversal.removals(kind, restored)));
        }
        var revert = new Revert(removed, restored);
        var all = new Plan(plan.policy(), Optional.of(revert).filter(Reversal::isAny), plan.restraints());
        return all.with(reversal.restraints);
    }

    static boolean isAny(Revert revert) {
        return !revert.equals(new Revert(Attachments.NONE, new NetworkSettings(Attachments.NONE)));
    }

    /// Whether what was found of the network is over once that is made: what is removed, or put back as it was.
    static boolean ends(Revert revert, Finding finding) {
        var observed = finding.evidence().observed();
        var back = revert.restored();
        var attachments = back.attachments();
        return switch (finding.controlId()) {
            case SETTINGS_CHANGED -> isPutBack(back, finding.evidence());
            case "private-dns-disabled" -> back.privateDns().isPresent();
            case "no-route-table" -> !attachments.routeTables().isEmpty();
            case "single-availability-zone" -> attachments.subnets().size() > (observed.equals("0") ? 1 : 0);
            default -> revert.removed().has(observed);
        };
    }

    /// Whether it is as it stood before, with nothing missing any more.
    private static boolean isPutBack(NetworkSettings back, Evidence evidence) {
        return switch (evidence.pointer()) {
            case "/PrivateDnsEnabled" -> back.privateDns().isPresent();
            case "/IpAddressType" -> back.ipAddressType().isPresent();
            case "/DnsOptions" -> !back.dnsOptions().isEmpty();
            default -> {
                var missing = new HashSet<>(List.of(evidence.expected().split(", ", -1)));
                missing.removeAll(List.of(evidence.observed().split(", ", -1)));
                yield missing.stream().allMatch(back.attachments()::has);
            }
        };
    }

    /// Whether a perimeter asks for all of a revert that was planned under an earlier one.
    ///
    /// @param findings that it was planned for
    static boolean isWanted(Revert revert, List<Finding> findings, Perimeter perimeter) {
        boolean restores = !revert.restored().equals(new NetworkSettings(Attachments.NONE));
        return (!restores || Controls.remediates(SETTINGS_CHANGED, perimeter))
                && Attached.KINDS.stream()
                        .allMatch(kind -> kind.of(revert.restored().attachments()).stream()
                                .allMatch(id -> kind.admits(id, perimeter)))
                && Attached.KINDS.stream()
                        .allMatch(kind -> kind.isStillUnwanted(kind.of(revert.removed()), findings, perimeter));
    }

    private Set<String> removals(Attached kind, NetworkSettings restored) {
        var unwanted = new HashSet<String>();
        for (var controlId : kind.controls()) {
            if (!assessment.raises(controlId)) {
                continue;
            }
            if (!Controls.remediates(controlId, subject.perimeter())) {
                restraints.add(Restraint.notifyOnly(controlId));
            } else if (isEverChanged(controlId)) {
                unwanted.addAll(found(controlId, assessment.findings()));
            }
        }
        if (unwanted.isEmpty()) {
            return Set.of();
        }
        var present = kind.of(subject.endpoint().network().attachments());
        var others = new TreeSet<>(unwanted);
        unwanted.retainAll(added(kind, present));
        others.removeAll(unwanted);
        if (!others.isEmpty()) {
            restrain(
                    Kind.EXISTING,
                    (touched instanceof Touched.Everything
                                    ? "nobody was told of it by the date of the repair; once that is made, it has its own: "
                                    : "the call did not add it: ")
                            + kind.word() + " "
                            + others.stream().map(Quoted::of).collect(Collectors.joining(", ")));
        }
        if (!unwanted.isEmpty() && isEmptied(kind, new Revert(kind.only(unwanted), restored))) {
            restrain(Kind.WOULD_LEAVE_NOTHING, kind.word() + ": the endpoint would be left without any");
            return Set.of();
        }
        return unwanted;
    }

    /// Also between one request and the next, which EC2 may refuse.
    private boolean isEmptied(Attached kind, Revert revert) {
        var first = new Plan(Optional.empty(), Optional.of(revert), List.of())
                .steps()
                .getFirst();
        return kind.of(first.appliedTo(subject.endpoint()).network().attachments())
                .isEmpty();
    }

    private boolean isEverChanged(String controlId) {
        var type = subject.endpoint().type();
        if (!type.isEverChanged()) {
            restrain(
                    Kind.KIND_NEVER_CHANGED,
                    controlId + ": endpoints of type " + Quoted.of(type.name()) + " are never changed");
        }
        return type.isEverChanged();
    }

    /// The ids that a control found, each the observation of a finding.
    static List<String> found(String controlId, List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.controlId().equals(controlId))
                .map(Finding::evidence)
                .map(evidence -> evidence.observed())
                .toList();
    }

    /// EC2 lets a call name again what the endpoint has.
    private Set<String> added(Attached kind, Set<String> present) {
        return switch (touched) {
            case Touched.Everything(var told) -> told.map(kind::of).orElse(present);
            case Touched.Members members -> {
                var stood = subject.before().baseline().map(NetworkSettings::attachments);
                yield kind.of(members.added().minus(stood.orElse(Attachments.NONE)));
            }
        };
    }

    private NetworkSettings restored() {
        var nothing = new NetworkSettings(Attachments.NONE);
        if (!assessment.raises(SETTINGS_CHANGED)) {
            return nothing;
        }
        if (!Controls.remediates(SETTINGS_CHANGED, subject.perimeter())) {
            restraints.add(Restraint.notifyOnly(SETTINGS_CHANGED));
            return nothing;
        }
        var baseline = subject.before().baseline();
        return touched instanceof Touched.Members members && baseline.isPresent() && isEverChanged(SETTINGS_CHANGED)
                ? restored(members, baseline.get())
                : nothing;
    }

    private NetworkSettings restored(Touched.Members members, NetworkSettings baseline) {
        var now = subject.endpoint().network();
        if (members.others().contains("SubnetConfiguration")) {
            restrain(
                    Kind.NOT_REVERSIBLE,
                    "AWS does not show which addresses the endpoint had in its subnets, so they cannot be put back");
        }
        var options = new HashMap<>(baseline.dnsOptions());
        options.entrySet().removeAll(now.dnsOptions().entrySet());
        return new NetworkSettings(
                restorable(subject.lost()),
                baseline.privateDns()
                        .filter(_ -> members.others().contains("PrivateDnsEnabled"))
                        .filter(on -> !now.privateDns().equals(Optional.of(on))),
                baseline.ipAddressType()
                        .filter(_ -> members.others().contains("IpAddressType"))
                        .filter(type -> !now.ipAddressType().equals(Optional.of(type))),
                members.others().contains("DnsOptions") ? options : Map.of());
    }

    /// What stood before is put back only if nothing would be found against it today.
    private Attachments restorable(Attachments lost) {
        var restorable = Attachments.NONE;
        for (var kind : Attached.KINDS) {
            var ids = new HashSet<String>();
            for (var id : new TreeSet<>(kind.of(lost))) {
                kind.objection(id, subject)
                        .ifPresentOrElse(
                                objection -> restrain(
                                        Kind.NOT_REVERSIBLE,
                                        kind.word() + " " + Quoted.of(id) + " is not put back: " + objection),
                                () -> ids.add(id));
            }
            restorable = restorable.plus(kind.only(ids));
        }
        return restorable;
    }

    private void restrain(Kind kind, String detail) {
        restraints.add(new Restraint(kind, detail));
    }
}
