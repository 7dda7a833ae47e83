package vpceguard.control;

import java.util.Optional;
import java.util.Set;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;

/// One requirement, on an endpoint or on a VPC. A control only judges; the planner decides what is done.
public abstract sealed class Control permits EndpointControl, EndpointMissing {
    private final String id;
    private final String title;
    private final Level defaultLevel;
    private final Set<Matter> about;

    Control(String id, String title, Level defaultLevel, Matter... about) {
        this.id = id;
        this.title = title;
        this.defaultLevel = defaultLevel;
        this.about = Set.of(about);
    }

    /// The class's name in kebab case: it stands in findings, exemptions, file names and pages, and never changes.
    public final String id() {
        return id;
    }

    /// What is wrong when it finds something, as a person says it.
    public final String title() {
        return title;
    }

    /// The level if the perimeter says nothing.
    public final Level defaultLevel() {
        return defaultLevel;
    }

    public final boolean isAbout(Matter matter) {
        return about.contains(matter);
    }

    /// Whether its level may be `quarantine`: what it finds, no tighter policy puts right.
    public final boolean mayQuarantine() {
        return isAbout(Matter.SERVICE);
    }

    /// A finding of this control.
    final Finding finding(Severity severity, String message, Evidence evidence) {
        return new Finding(id, severity, message, evidence, Optional.empty());
    }
}
