const hex = (n: number) => n.toString(16).toUpperCase().padStart(4, '0')

interface Ids {
  readonly vendorId: number
  readonly productId: number
}

/**
 * The udev rules that let a kiosk open a button: whoever sits at the screen (`uaccess`), and group `plugdev` for a kiosk
 * started by systemd without a seat. Matched by HID id, which Bluetooth has, too. The file's number must be below 73. One that
 * types is kept from the screen as well: libinput, which all screens here read keyboards by, leaves it alone.
 */
export function udevRules({ vendorId, productId }: Ids, types = false): string[] {
  const kernels = `KERNELS=="*:${hex(vendorId)}:${hex(productId)}.*"`
  return [
    `KERNEL=="hidraw*", SUBSYSTEM=="hidraw", ${kernels}, GROUP="plugdev", MODE="0660", TAG+="uaccess"`,
    ...(types ? [`SUBSYSTEM=="input", ${kernels}, ENV{LIBINPUT_IGNORE_DEVICE}="1"`] : []),
  ]
}
