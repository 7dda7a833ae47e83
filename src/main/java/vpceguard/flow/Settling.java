package vpceguard.flow;

import java.time.Duration;
import java.util.Set;
import vpceguard.control.Assessment;
import vpceguard.control.Controls;
import vpceguard.control.Subject;
import vpceguard.event.EndpointChange;
import vpceguard.event.Touched;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Perimeter;

/// Delays the judgement of network settings until two minutes after a call, since a pipeline may still be
/// changing them by further calls. A second look judges them.
record Settling(EndpointChange change) {
    /// How long such a pipeline may take.
    static final Duration TIME = Duration.ofMinutes(2);

    boolean isOver() {
        return switch (change) {
            case EndpointChange.Settled _, EndpointChange.Found _, EndpointChange.Asked _ -> true;
            case EndpointChange.Created _, EndpointChange.Modified _ -> false;
        };
    }

    /// The answers that are decided now.
    Assessment decided(Assessment all) {
        return isOver() ? all : all.without(Controls.NETWORK);
    }

    /// The answers that say what is over: whom groups let in is read by the second look alone, and what settings
    /// another call changed is not asked of this one.
    Assessment answered(Assessment all) {
        return isOver() ? all : all.without(Set.of(Controls.SECURITY_GROUP_OPEN, Controls.NETWORK_SETTINGS_CHANGED));
    }

    /// Whether a control over network settings, which are not judged yet, may ask for something to be done, or finds
    /// what no sweep can see. All else about them is the daily sweep's.
    boolean needsSecondLook(Subject subject, Assessment all) {
        return !isOver()
                && change.touched().networkTouched()
                && Controls.NETWORK.stream()
                        .filter(controlId -> isDecidedLater(controlId, subject.perimeter()))
                        .anyMatch(controlId -> all.raises(controlId)
                                || (controlId.equals(Controls.SECURITY_GROUP_OPEN) && subject.asksForNetwork()));
    }

    private static boolean isDecidedLater(String controlId, Perimeter perimeter) {
        var level = Controls.level(controlId, perimeter);
        return level == Level.REMEDIATE || (level != Level.OFF && controlId.equals(Controls.NETWORK_SETTINGS_CHANGED));
    }

    FollowUp secondLook(Subject subject) {
        return new FollowUp.Look(
                new EndpointChange.Settled(change, subject.before().baseline()));
    }

    /// Whether the network settings become the baseline: not before they are judged. A known one moves only with a call
    /// that changed such settings: any other comes upon what such a call, not yet judged, may have left.
    boolean isBaseline(Subject subject, Assessment all) {
        return Controls.NETWORK.stream().noneMatch(all::raises)
                && !needsSecondLook(subject, all)
                && (subject.before().baseline().isEmpty()
                        || change.altered().filter(Touched::networkTouched).isPresent());
    }
}
