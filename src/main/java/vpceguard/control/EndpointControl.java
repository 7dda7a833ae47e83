package vpceguard.control;

import vpceguard.perimeter.Level;

/// A requirement on an endpoint.
public abstract non-sealed class EndpointControl extends Control {
    EndpointControl(String id, String title, Level defaultLevel) {
        super(id, title, defaultLevel);
    }

    abstract ControlResult check(Subject subject);
}
