package doc

// Any is the value as string, []any or map[string]any; nil where the author
// wrote nothing.
func (v Value) Any() any {
	switch v.Kind {
	case Scalar:
		return v.Scalar
	case Sequence:
		list := make([]any, len(v.Items))
		for i, item := range v.Items {
			list[i] = item.Any()
		}
		return list
	case Mapping:
		m := make(map[string]any, len(v.Fields))
		for _, f := range v.Fields {
			m[f.Key] = f.Value.Any()
		}
		return m
	}
	return nil
}
