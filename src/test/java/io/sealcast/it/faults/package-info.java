/** Tests that take something away while people use Sealcast. */
package io.sealcast.it.faults;
