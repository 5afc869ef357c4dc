# SPDX-License-Identifier: Apache-2.0
# As much of nixpkgs' library and module system as this repository's Nix code uses, written for its contract tests, which
# have no nixpkgs. Where the two differ, nixpkgs is right: docs/nixos.md says what was compared.
let
  inherit (builtins)
    all
    any
    attrNames
    attrValues
    concatMap
    concatStringsSep
    elem
    filter
    foldl'
    hasAttr
    head
    isAttrs
    isBool
    isFloat
    isFunction
    isInt
    isList
    isPath
    isString
    length
    listToAttrs
    mapAttrs
    match
    replaceStrings
    stringLength
    substring
    tail
    toJSON
    typeOf
    ;

  # Lists, strings, sets.
  optional = cond: x: if cond then [ x ] else [ ];
  optionals = cond: xs: if cond then xs else [ ];
  optionalAttrs = cond: x: if cond then x else { };
  optionalString = cond: x: if cond then x else "";
  unique = foldl' (seen: x: if elem x seen then seen else seen ++ [ x ]) [ ];
  toList = x: if isList x then x else [ x ];
  nameValuePair = name: value: { inherit name value; };
  mapAttrsToList = f: set: map (name: f name set.${name}) (attrNames set);
  mapAttrs' = f: set: listToAttrs (mapAttrsToList f set);
  filterAttrs = keep: set: listToAttrs (filter (each: keep each.name each.value) (mapAttrsToList nameValuePair set));
  filterAttrsRecursive =
    keep: set: mapAttrs (_: value: if isAttrs value then filterAttrsRecursive keep value else value) (filterAttrs keep set);
  imap0 = f: xs: builtins.genList (i: f i (builtins.elemAt xs i)) (length xs);
  take = count: xs: builtins.genList (builtins.elemAt xs) (if count < length xs then count else length xs);
  splitString = separator: text: filter isString (builtins.split (builtins.replaceStrings [ "." ":" ] [ "[.]" "[:]" ] separator) text);
  genAttrs = names: f: listToAttrs (map (name: nameValuePair name (f name)) names);
  hasPrefix = prefix: text: substring 0 (stringLength prefix) text == prefix;
  hasSuffix =
    suffix: text:
    stringLength text >= stringLength suffix
    && substring (stringLength text - stringLength suffix) (stringLength suffix) text == suffix;
  hasInfix = infix: text: replaceStrings [ infix ] [ "" ] text != text;
  removePrefix = prefix: text: if hasPrefix prefix text then substring (stringLength prefix) (stringLength text) text else text;
  removeSuffix = suffix: text: if hasSuffix suffix text then substring 0 (stringLength text - stringLength suffix) text else text;
  escapeShellArg =
    value:
    let
      text = toString value;
    in
    if match "[A-Za-z0-9,._+:@%/-]+" text != null then text else "'${replaceStrings [ "'" ] [ "'\\''" ] text}'";
  recursiveUpdate =
    a: b: a // mapAttrs (name: value: if isAttrs value && isAttrs (a.${name} or null) then recursiveUpdate a.${name} value else value) b;

  # Definitions: `{ file, value }`; properties as nixpkgs names them.
  at = concatStringsSep ".";
  mkOverride = priority: content: { _type = "override"; inherit priority content; };
  is = type: x: isAttrs x && x._type or "" == type;
  push =
    def:
    if is "merge" def.value then
      concatMap (value: push (def // { inherit value; })) def.value.contents
    else if is "if" def.value then
      optionals def.value.condition (push (def // { value = def.value.content; }))
    else
      [ def ];
  # The same above an option, where a condition may depend on the configuration that is being made: it is passed on, unread.
  sink =
    def:
    let
      each = f: [ (def // { value = mapAttrs (_: f) def.value.content; }) ];
    in
    if is "merge" def.value then
      concatMap (value: sink (def // { inherit value; })) def.value.contents
    else if is "if" def.value then
      concatMap (
        below: [ (def // { value = mapAttrs (_: content: { _type = "if"; inherit (def.value) condition; inherit content; }) below.value; }) ]
      ) (sink (def // { value = def.value.content; }))
    else if is "override" def.value then
      each (mkOverride def.value.priority)
    else
      [ def ];
  strongest =
    defs:
    let
      priority = def: if is "override" def.value then def.value.priority else 100;
      least = foldl' (a: def: if priority def < a then priority def else a) 9999 defs;
    in
    map (def: if is "override" def.value then def // { value = def.value.content; } else def) (
      filter (def: priority def == least) defs
    );

  evalModules =
    {
      modules,
      specialArgs ? { },
      prefix ? [ ],
    }:
    let
      args = specialArgs // {
        inherit (result) config options;
        lib = self;
      };
      load =
        file: module:
        let
          loaded = if isPath module || isString module then import module else module;
          called = if isFunction loaded then loaded args else loaded;
          structured = called ? config || called ? options || called ? imports || called ? freeformType;
        in
        [
          {
            file = if isPath module then toString module else file;
            options = if structured then called.options or { } else { };
            # As in nixpkgs, meta may stand beside config.
            config =
              if structured then
                {
                  _type = "merge";
                  contents = [ (called.config or { }) ] ++ optional (called ? meta) { inherit (called) meta; };
                }
              else
                called;
            freeform = optional (called ? freeformType) called.freeformType;
          }
        ]
        ++ concatMap (load file) (called.imports or [ ]);
      loaded = concatMap (load "<inline>") modules;
      declared = foldl' recursiveUpdate { } (map (module: module.options) loaded);
      defined = map (module: {
        inherit (module) file;
        value = module.config;
      }) loaded;

      freeform = concatMap (module: module.freeform) loaded;
      evalTree =
        loc: tree: defs:
        let
          pushed = concatMap sink defs;
          names = unique (concatMap (def: attrNames def.value) pushed);
          unknown = filter (name: !hasAttr name tree) names;
          below = name: map (def: def // { value = def.value.${name}; }) (filter (def: hasAttr name def.value) pushed);
          rest = filter (def: def.value != { }) (
            map (def: def // { value = filterAttrs (name: _: elem name unknown) def.value; }) pushed
          );
        in
        if unknown != [ ] && loc == prefix && freeform != [ ] then
          (head freeform).merge loc rest
          // evalTree loc tree (map (def: def // { value = filterAttrs (name: _: !elem name unknown) def.value; }) pushed)
        else if unknown != [ ] then
          throw "The option `${at (loc ++ [ (head unknown) ])}' does not exist."
        else
          mapAttrs (
            name: option: (if is "option" option then evalOption else evalTree) (loc ++ [ name ]) option (below name)
          ) tree;

      evalOption =
        loc: option: defs:
        let
          given = concatMap push defs;
          withDefault = given ++ optional (option ? default) {
            file = "<default>";
            value = mkOverride 1500 option.default;
          };
          value = option.type.merge loc (strongest withDefault);
        in
        if option.readOnly or false && given != [ ] then
          throw "The option `${at loc}' is read-only, but it's set."
        else if withDefault == [ ] then
          throw "The option `${at loc}' was accessed but has no value defined."
        else
          (option.apply or (x: x)) value;

      result = {
        options = declared;
        config = evalTree prefix declared defined;
      };
    in
    result;

  # Types: `merge` checks every definition, then makes one value of them.
  mkType =
    {
      description,
      check,
      combine ? loc: defs: if all (def: def.value == (head defs).value) defs then (head defs).value else throw "The option `${at loc}' has conflicting definition values.",
      ...
    }@type:
    type
    // {
      _type = "option-type";
      merge =
        loc: defs:
        let
          wrong = filter (def: !check def.value) defs;
        in
        if wrong != [ ] then
          throw "A definition for option `${at loc}' is not of type `${description}'. (a value of type ${typeOf (head wrong).value})"
        else
          combine loc defs;
    };
  scalar = description: check: mkType { inherit description check; };
  indexed = defs: concatMap (def: builtins.genList (i: def // { value = builtins.elemAt def.value i; }) (length def.value)) defs;

  types = rec {
    bool = scalar "boolean" isBool;
    int = scalar "signed integer" isInt;
    float = scalar "floating point number" isFloat;
    str = scalar "string" isString;
    path = scalar "absolute path" (x: isPath x || (isString x && hasPrefix "/" x) || x ? outPath);
    externalPath = scalar "absolute path not in the Nix store" (
      x: isString x && hasPrefix "/" x && !hasPrefix "${builtins.storeDir}/" x
    );
    # Of NixOS: what a section of a unit may say. Lists add up.
    unitOption = mkType {
      description = "systemd option";
      check = x: x == null || isBool x || isInt x || isString x || isPath x || isList x || x ? outPath;
      combine =
        loc: defs:
        if any (def: isList def.value) defs then concatMap (def: toList def.value) defs else (scalar "systemd option" (_: true)).merge loc defs;
    };
    package = scalar "package" (x: x.type or "" == "derivation" || (isString x && hasPrefix builtins.storeDir x));
    strMatching = pattern: scalar "string matching the pattern ${pattern}" (x: isString x && match pattern x != null);
    enum = values: scalar "one of ${concatStringsSep ", " (map toJSON values)}" (x: elem x values);
    lines = mkType {
      description = "strings concatenated with \"\\n\"";
      check = isString;
      combine = _: defs: concatStringsSep "\n" (map (def: def.value) defs);
    };
    attrs = mkType {
      description = "attribute set";
      check = isAttrs;
      combine = _: foldl' (a: def: a // def.value) { };
    };
    anything = mkType {
      description = "anything";
      check = _: true;
      combine =
        loc: defs:
        if all (def: isAttrs def.value && !(def.value ? outPath)) defs then (attrsOf anything).merge loc defs else (scalar "anything" (_: true)).merge loc defs;
    };
    listOf =
      element:
      mkType {
        description = "list of ${element.description}";
        check = isList;
        combine = loc: defs: map (def: element.merge (loc ++ [ "*" ]) (strongest (push def))) (indexed defs);
        below = loc: (element.below or (_: [ ])) (loc ++ [ "*" ]);
      };
    attrsOf =
      element:
      mkType {
        description = "attribute set of ${element.description}";
        check = isAttrs;
        below = loc: (element.below or (_: [ ])) (loc ++ [ "<name>" ]);
        combine =
          loc: defs:
          genAttrs (unique (concatMap (def: attrNames def.value) defs)) (
            name:
            element.merge (loc ++ [ name ]) (
              strongest (concatMap (def: optionals (hasAttr name def.value) (push (def // { value = def.value.${name}; }))) defs)
            )
          );
      };
    nullOr =
      element:
      mkType {
        description = "null or ${element.description}";
        check = x: x == null || element.check x;
        below = element.below or (_: [ ]);
        combine = loc: defs: if all (def: def.value == null) defs then null else element.merge loc defs;
      };
    oneOf =
      elements:
      mkType {
        description = concatStringsSep " or " (map (element: element.description) elements);
        check = x: any (element: element.check x) elements;
        combine =
          loc: defs:
          let
            fitting = filter (element: all (def: element.check def.value) defs) elements;
          in
          if fitting == [ ] then throw "The option `${at loc}' has conflicting definition values." else (head fitting).merge loc defs;
      };
    either =
      a: b:
      mkType {
        description = "${a.description} or ${b.description}";
        check = x: a.check x || b.check x;
        below = loc: concatMap (type: (type.below or (_: [ ])) loc) [ a b ];
        combine = loc: defs: (if all (def: a.check def.value) defs then a else b).merge loc defs;
      };
    submodule =
      module:
      mkType {
        description = if (module.freeformType or null) == null then "submodule" else "open submodule of (${module.freeformType.description})";
        check = x: isAttrs x || isFunction x;
        # What the options inside say of themselves: `{ loc, option }`.
        below =
          loc:
          let
            walk =
              loc: tree:
              concatMap (
                name:
                let
                  here = loc ++ [ name ];
                  option = tree.${name};
                in
                if is "option" option then
                  [ { loc = here; inherit option; } ] ++ (option.type.below or (_: [ ])) here
                else
                  walk here option
              ) (attrNames tree);
          in
          walk loc (evalModules { modules = [ module ]; prefix = loc; specialArgs.name = "<name>"; }).options;
        combine =
          loc: defs:
          (evalModules {
            modules = [ module ] ++ map (def: def.value) defs;
            specialArgs.name = builtins.elemAt loc (length loc - 1);
            prefix = loc;
          }).config;
      };
  };

  self = {
    inherit
      attrNames
      all
      any
      attrValues
      concatMap
      concatStringsSep
      elem
      escapeShellArg
      evalModules
      filter
      filterAttrs
      genAttrs
      hasInfix
      hasPrefix
      hasSuffix
      isAttrs
      isBool
      isList
      isString
      listToAttrs
      mapAttrs
      mapAttrs'
      mapAttrsToList
      mkOverride
      nameValuePair
      optional
      optionalString
      optionals
      filterAttrsRecursive
      hasAttr
      head
      imap0
      isFunction
      optionalAttrs
      recursiveUpdate
      removePrefix
      removeSuffix
      splitString
      take
      toList
      types
      unique
      ;
    inherit (builtins) concatLists groupBy;
    boolToString = x: if x then "true" else "false";
    makeBinPath = packages: concatStringsSep ":" (map (package: "${package}/bin") packages);
    escapeShellArgs = xs: concatStringsSep " " (map escapeShellArg xs);
    getExe = package: "${package}/bin/${package.meta.mainProgram}";
    literalExpression = text: { _type = "literalExpression"; inherit text; };
    literalMD = text: { _type = "literalMD"; inherit text; };
    mkDefault = mkOverride 1000;
    mkEnableOption = name: {
      _type = "option";
      type = types.bool;
      default = false;
      description = "Whether to enable ${name}.";
    };
    mkForce = mkOverride 50;
    mkPackageOption = pkgs: name: _: {
      _type = "option";
      type = types.package;
      default = pkgs.${name};
      defaultText = self.literalExpression "pkgs.${name}";
      description = "The ${name} package to use.";
    };
    mkIf = condition: content: { _type = "if"; inherit condition content; };
    mkMerge = contents: { _type = "merge"; inherit contents; };
    mkOption = option: { _type = "option"; } // option;
    # A source tree keeps its place: nothing is copied. What it names must exist.
    fileset = {
      unions = paths: if all builtins.pathExists paths then paths else throw "fileset: no ${toString (head (filter (path: !builtins.pathExists path) paths))}";
      toSource = { root, fileset }: builtins.deepSeq fileset root;
    };
    trivial.release = "26.11";
    licenses.asl20.spdxId = "Apache-2.0";
    sourceTypes = {
      binaryBytecode.shortName = "binaryBytecode";
      fromSource.shortName = "fromSource";
    };
  };
in
self
