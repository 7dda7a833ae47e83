/// What AWS's command line printed: endpoints, their services and networks, and the accounts of an organization.
@NullMarked
package vpceguard.cli.shown;

import org.jspecify.annotations.NullMarked;
