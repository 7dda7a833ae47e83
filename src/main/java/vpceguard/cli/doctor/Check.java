package vpceguard.cli.doctor;

import java.util.List;

/// One thing that must be right for a stack to do its work.
interface Check {
    List<Sign> signs(DeployedStack stack, Questions aws);
}
