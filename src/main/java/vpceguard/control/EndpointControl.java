package vpceguard.control;

/// A requirement on an endpoint.
public non-sealed interface EndpointControl extends Control {
    ControlResult check(Subject subject);
}
