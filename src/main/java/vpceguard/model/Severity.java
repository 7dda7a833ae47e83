package vpceguard.model;

import java.util.Locale;

/// How bad a finding is, in the words of Security Hub.
public enum Severity {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
