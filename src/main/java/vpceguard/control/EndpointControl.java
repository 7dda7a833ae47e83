package vpceguard.control;

import vpceguard.perimeter.Level;

/// A requirement on an endpoint.
public abstract non-sealed class EndpointControl extends Control {
    EndpointControl(String id, String title, Level defaultLevel, Matter... about) {
        super(id, title, defaultLevel, about);
    }

    abstract ControlResult check(Subject subject);
}
