/** An address for bytes on this phone, given back as soon as nothing shows them any more. */
export function pictured(bytes: () => ArrayBuffer | null): { readonly url: string | null } {
  let url = $state<string | null>(null);

  $effect.pre(() => {
    const shown = bytes();
    const made = shown && URL.createObjectURL(new Blob([shown]));
    url = made;
    return () => {
      if (made !== null) URL.revokeObjectURL(made);
    };
  });

  return {
    get url() {
      return url;
    },
  };
}
