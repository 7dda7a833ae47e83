package vpceguard.flow;

import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.Documents;

/// The perimeters of histories.
enum HistoryPerimeter {
    USUAL("", "", ""),
    /// Another organization is trusted too.
    WIDE(", 'o-partner0001'", "", ""),
    /// What stood before is repaired a day after it was told.
    EXISTING("", "", ", 'existing': {'level': 'remediate', 'graceDays': 1}"),
    /// Nothing passes an endpoint to somebody who is not approved.
    QUARANTINE("", ", 'service-owner-not-approved': 'quarantine'", "");

    private final String document;

    HistoryPerimeter(String organizations, String controls, String members) {
        document = """
                {'accounts': ['111122223333'], 'network': {'securityGroups': ['%s']},
                 'notices': {'notifyOnly': 'at-once'},
                 'organizations': ['o-a1b2c3d4e5'%s],
                 'controls': {'security-group-not-approved': 'remediate'%s}%s}""".formatted(World.APPROVED, organizations, controls, members);
    }

    Perimeter perimeter() {
        return Documents.perimeter(document);
    }
}
