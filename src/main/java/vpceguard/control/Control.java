package vpceguard.control;

import java.util.Optional;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;

/// One requirement: on an endpoint, or on a VPC. It only judges; what follows is the planner's matter.
public sealed interface Control permits EndpointControl, EndpointMissing {
    /// The class's name in kebab case: it stands in findings, exemptions, file names and pages, and never changes.
    String id();

    /// What is wrong when it finds something, as a person says it.
    String title();

    /// The level if the perimeter says nothing.
    Level defaultLevel();

    /// Whether its level may be `quarantine`: what it finds, no tighter policy puts right.
    default boolean mayQuarantine() {
        return false;
    }

    /// A finding of this control.
    default Finding finding(Severity severity, String message, Evidence evidence) {
        return new Finding(id(), severity, message, evidence, Optional.empty());
    }
}
